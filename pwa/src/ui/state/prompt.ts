/** A gentle sign that an interval begins or a sweep is due. In class both are off until somebody turns them on. */
import { preferences } from './preferences.svelte';

/** Low and soft, for the ear of whoever holds the tablet. */
const TONE = { hertz: 440, seconds: 0.18, volume: 0.06 };

let speaker: AudioContext | null = null;

/** Two short pulses in the hand, unlike the one that says an item is safe; a tone for the ear. */
export function prompt(): void {
  if (preferences.now.vibrate && 'vibrate' in navigator) navigator.vibrate([40, 60, 40]);
  if (preferences.now.sound) void playTone();
}

/** A browser lets a page sound after its first touch only; a lesson has had many by its second interval. */
async function playTone(): Promise<void> {
  speaker ??= new AudioContext();
  if (speaker.state === 'suspended') await speaker.resume();
  const [tone, volume] = [speaker.createOscillator(), speaker.createGain()];
  const now = speaker.currentTime;
  tone.frequency.value = TONE.hertz;
  volume.gain.setValueAtTime(TONE.volume, now);
  volume.gain.exponentialRampToValueAtTime(0.0001, now + TONE.seconds);
  tone.connect(volume).connect(speaker.destination);
  tone.start(now);
  tone.stop(now + TONE.seconds);
}
