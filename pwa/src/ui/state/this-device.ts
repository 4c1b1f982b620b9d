/** Which device of the office's lists is the one in one's hands. */
import type { Id } from '../../core/types';
import { readDevice } from '../../store/device';
import { office } from './office.svelte';

export function readThisDevice(): Promise<Id | null> {
  return office.store.inside.read(readDevice);
}
