/** The lesson clock's heartbeat on disk: small, synchronous and outside IndexedDB, since it is written every second. */
import type { Heartbeat } from '../core/clock';
import type { Id } from '../core/types';
import type { SmallStorage } from './journal';

const PREFIX = 'backrow.heartbeat.';

export function readHeartbeat(storage: SmallStorage, observation: Id): Heartbeat | null {
  const text = storage.getItem(PREFIX + observation);
  return text === null ? null : (JSON.parse(text) as Heartbeat);
}

/** Gives whether it was kept: a full localStorage costs the exact time after a crash, nothing else. */
export function writeHeartbeat(storage: SmallStorage, observation: Id, heartbeat: Heartbeat): boolean {
  try {
    storage.setItem(PREFIX + observation, JSON.stringify(heartbeat));
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

/** The lesson has ended. */
export function dropHeartbeat(storage: SmallStorage, observation: Id): void {
  storage.removeItem(PREFIX + observation);
}

/** Whether a lesson runs on this browser in any tab. */
export function isLessonRunning(storage: SmallStorage): boolean {
  return Array.from({ length: storage.length }, (_, place) => storage.key(place)).some((name) =>
    name?.startsWith(PREFIX),
  );
}
