/**
 * The lesson clock's heartbeat on disk, in two places: every second in localStorage, which takes it at once even when
 * the page is about to go, and every few seconds in the database, since Chromium writes localStorage to disk up to a
 * minute late and a killed browser would lose that minute of the lesson.
 */
import type { Heartbeat } from '../core/clock';
import { Refusal } from '../core/problem';
import type { Id } from '../core/types';
import type { SmallStorage } from './journal';
import type { Settings } from './settings';

const PREFIX = 'backrow.heartbeat.';
/** A rehearsal beats too, and is no lesson. */
export const REHEARSAL: Id = '00000000-0000-7000-8000-000000000000';

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

/** Gives whether the database took it: a fault there costs the exact time after a crash, and taps have their own watch. */
export async function keepHeartbeat(settings: Settings, observation: Id, heartbeat: Heartbeat): Promise<boolean> {
  try {
    await settings.set(PREFIX + observation, heartbeat);
    return true;
  } catch (error) {
    if (error instanceof DOMException || error instanceof Refusal) return false;
    throw error;
  }
}

/** The latest beat of both places; null if the lesson was never on this tablet's pad. */
export async function findHeartbeat(
  settings: Settings,
  storage: SmallStorage,
  observation: Id,
): Promise<Heartbeat | null> {
  const kept = await settings.get<Heartbeat | null>(PREFIX + observation, null);
  const written = readHeartbeat(storage, observation);
  if (kept === null || written === null) return kept ?? written;
  return kept.t_ms > written.t_ms ? kept : written;
}

/** The lesson has ended. */
export function dropHeartbeat(storage: SmallStorage, observation: Id): void {
  storage.removeItem(PREFIX + observation);
}

/** Whether a lesson runs on this browser in any tab. */
export function isLessonRunning(storage: SmallStorage): boolean {
  return findRunningLesson(storage) !== null;
}

/** A lesson that runs on this browser in any tab; null if none does. */
export function findRunningLesson(storage: SmallStorage): Id | null {
  const found = Array.from({ length: storage.length }, (_, place) => storage.key(place)).find(
    (name) => name?.startsWith(PREFIX) === true && name !== PREFIX + REHEARSAL,
  );
  return found?.slice(PREFIX.length) ?? null;
}

function readHeartbeat(storage: SmallStorage, observation: Id): Heartbeat | null {
  const text = storage.getItem(PREFIX + observation);
  return text === null ? null : (JSON.parse(text) as Heartbeat);
}
