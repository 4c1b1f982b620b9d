/** Asking which numbers never arrived, and putting those back into the queue. */
import type { Id } from '../core/types';
import type { Store } from '../store';
import { resetAccount } from '../store/accounts';
import { doubtBlobs } from '../store/blobs';
import { findByNumber, listShadowRanges, sendAgain } from '../store/outbox';
import { ALL_TOUCHED } from '../store/watch';
import type { Event } from './engine';
import type { Transport } from './transport';
import type { ReconcileBody } from './wire';
import { PROTO } from './wire';

/** The server takes so many ranges in one question. */
const MOST_RANGES = 1_000;

type Asked = { readonly device: Id; readonly ranges: readonly (readonly [number, number])[] };

/** Reconciles every device that the shadow log knows. */
export async function reconcileAll(store: Store, transport: Transport): Promise<Event> {
  const known = await store.inside.read(listShadowRanges);
  const questions = [...known].flatMap(([device, ranges]) => inPieces(device, ranges));
  let missing = 0;
  for (const { device, ranges } of questions) {
    const answer = await transport.reconcile({ proto: PROTO, user: store.user.id, device, ranges });
    if (!answer.ok) return { is: 'failed', step: 'reconcile', failure: answer, sent: 0, chance: Math.random() };
    missing += await take(store, device, answer.body);
  }
  await store.inside.read(doubtBlobs);
  store.inside.tell(ALL_TOUCHED);
  return { is: 'reconciled', missing };
}

function inPieces(device: Id, ranges: Asked['ranges']): readonly Asked[] {
  const pieces = Math.ceil(ranges.length / MOST_RANGES);
  return Array.from({ length: pieces }, (_, piece) => ({
    device,
    ranges: ranges.slice(piece * MOST_RANGES, (piece + 1) * MOST_RANGES),
  }));
}

async function take(store: Store, device: Id, { gen, missing, forked }: ReconcileBody): Promise<number> {
  if (forked) await store.inside.renewDevice(device);
  return store.inside.read(async (database) => {
    const ids = await findByNumber(database, device, missing);
    await sendAgain(database, ids);
    await resetAccount(database, device, gen);
    return forked ? 0 : ids.length;
  });
}
