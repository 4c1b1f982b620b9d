/** Who opened what was shared: what this person opened is kept until the office has been told, and asked for by teachers. */
import { formatInstant } from '../../core/ids';
import { Refusal } from '../../core/problem';
import type { Store } from '../../store';
import { tellOpenings, type Opened, type Opening } from '../../sync/viewers';

export { fetchActivity, fetchViewers } from '../../sync/viewers';
export type { ActivityGroup, ActivityPeriod, ViewedVisit } from '../../sync/viewers';

/** The setting that holds what is still to be told. */
const WAITING = 'openings';
/** One message tells so many; what a day without a network opens is far less. */
const MOST = 500;

/** What is to be told is read and written by one after the other. */
let turn: Promise<unknown> = Promise.resolve();

function inTurn(act: () => Promise<void>): Promise<void> {
  const done = turn.then(act);
  turn = done.catch(() => undefined);
  return done;
}

/** Notes that this person opened something of some visits, and tells it as soon as that can be. */
export function noteOpenings(store: Store, opened: readonly Opening[], now = Date.now()): Promise<void> {
  return inTurn(async () => {
    const at = formatInstant(now);
    const waiting = await store.settings.get<readonly Opened[]>(WAITING, []);
    const fresh = opened.filter(
      ({ observation, what }) =>
        !waiting.some(
          (one) => one.observation === observation && one.what === what && one.at.slice(0, HOUR) === at.slice(0, HOUR),
        ),
    );
    const noted = fresh.map((one) => ({ ...one, at }));
    if (noted.length > 0) await store.settings.set(WAITING, [...waiting, ...noted].slice(-MOST));
    await tell(store);
  });
}

/** `2026-11-22T14`: what is opened again within the hour is one opening. */
const HOUR = 13;

/** Tells the office what is still to be told; without a network it waits for the next time. */
export function tellWaiting(store: Store): Promise<void> {
  return inTurn(() => tell(store));
}

async function tell(store: Store): Promise<void> {
  const waiting = await store.settings.get<readonly Opened[]>(WAITING, []);
  if (waiting.length === 0) return;
  try {
    await tellOpenings(waiting);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return;
  }
  await store.settings.set(WAITING, []);
}
