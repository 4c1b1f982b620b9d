/** The sweep that a lesson is in, on disk: one that was begun and holds nothing yet is known by nothing else. */
import type { OpenSweep } from '../core/sweeps';
import type { Id } from '../core/types';
import type { SmallStorage } from './journal';

const PREFIX = 'backrow.sweep.';

/** Gives whether it was kept: after a crash a full localStorage costs one tap on "start" more. */
export function keepSweep(storage: SmallStorage, observation: Id, sweep: OpenSweep): boolean {
  try {
    storage.setItem(PREFIX + observation, JSON.stringify(sweep));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

export function findSweep(storage: SmallStorage, observation: Id): OpenSweep | null {
  const text = storage.getItem(PREFIX + observation);
  return text === null ? null : (JSON.parse(text) as OpenSweep);
}

/** The lesson has ended. */
export function dropSweep(storage: SmallStorage, observation: Id): void {
  storage.removeItem(PREFIX + observation);
}
