/** A gentle sign in the hand that an interval begins or a sweep is due. In class it is off until somebody turns it on. */
import { preferences } from './preferences.svelte';

/** Two short pulses, unlike the one that says an item is safe. */
export function promptHand(): void {
  if (preferences.now.vibrate && 'vibrate' in navigator) navigator.vibrate([40, 60, 40]);
}
