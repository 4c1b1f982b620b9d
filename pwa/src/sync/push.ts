/** One push: the next changes out, their fates in. */
import type { Names, Store } from '../store';
import { checkAccount } from '../store/accounts';
import type { Batch, Limits, Result } from '../store/outbox';
import { confirmPulled, readBatch, setStuck, wereAcknowledged, writeResults } from '../store/outbox';
import { ALL_TOUCHED, touchOf } from '../store/watch';
import type { Event } from './engine';
import type { Transport } from './transport';
import type { PushBody } from './wire';
import { PROTO } from './wire';

export async function pushOnce(store: Store, transport: Transport, asked: Names & { limits: Limits }): Promise<Event> {
  const batch = await store.inside.read((database) => readBatch(database, asked.limits));
  if (batch === null) return { is: 'pushed', sent: 0, doubt: false };
  const sent = batch.changes.length;
  const { here } = await store.counts();
  const answer = await transport.push({
    proto: PROTO,
    user: store.user.id,
    device: batch.device,
    app: asked.app,
    device_name: asked.device_name,
    // What stays behind if the network goes now: the office reminds this person tomorrow.
    unsent: Math.max(0, here - sent),
    changes: batch.changes,
  });
  if (!answer.ok) return { is: 'failed', step: 'push', failure: answer, sent, chance: Math.random() };
  return { is: 'pushed', sent, doubt: await take(store, batch, answer.body) };
}

/** Sets aside the first change of the queue, which alone was refused. */
export async function setFirstAside(store: Store, code: string): Promise<void> {
  await store.inside.read(async (database) => {
    const batch = await readBatch(database, { max_changes: 1, max_bytes: 0 });
    const first = batch?.changes[0];
    if (first !== undefined) await setStuck(database, first.id, code);
  });
  store.inside.tell(ALL_TOUCHED);
}

/** Writes fates and account; gives whether the server's numbers are in doubt. */
async function take(store: Store, batch: Batch, body: PushBody): Promise<boolean> {
  const settled = await store.inside.read((database) => writeResults(database, byPlace(batch, body)));
  store.inside.tell(touchOf(settled));
  if (body.device.forked) await store.inside.renewDevice(batch.device);
  return store.inside.read(async (database) => {
    const { contiguous, missing } = body.device;
    const account = await checkAccount(database, { device: batch.device, gen: body.gen, contiguous });
    if (account === 'in doubt' || (await wereAcknowledged(database, batch.device, missing))) return true;
    // The rows may have been pulled before the answer came, or the answer was lost and this is the second.
    const records = settled.map((change) => change.record);
    await confirmPulled(database, records);
    return false;
  });
}

/** Result k is of change k, whatever id it could read. */
function byPlace(batch: Batch, body: PushBody): readonly Result[] {
  return batch.changes.flatMap((change, place) => {
    const result = body.results[place];
    return result === undefined ? [] : [{ ...result, id: change.id }];
  });
}
