/** One page of a pull, into the copy that is shown or into the one beside it. */
import type { Id, RecordRow, Scope } from '../core/types';
import type { Store } from '../store';
import { readDevice } from '../store/device';
import { askAgain, confirmPulled, listByFate, sendAgain } from '../store/outbox';
import type { Copy } from '../store/replica';
import { forgetFresh, readLines, readReplica, startFresh, swapFresh, writePage } from '../store/replica';
import { ALL_TOUCHED, touchOf } from '../store/watch';
import { agree } from './digests';
import type { Event } from './engine';
import type { Transport } from './transport';
import type { PullBody } from './wire';

type Pulled = Extract<Event, { is: 'pulled' }>;

export async function pullOnce(
  store: Store,
  transport: Transport,
  { copy, digests }: { copy: Copy; digests: boolean },
): Promise<Event> {
  const { replica, device } = await store.inside.read(async (database) => ({
    replica: await readReplica(database, copy),
    device: await readDevice(database),
  }));
  const cursor = replica?.cursor ?? null;
  const answer = await transport.pull({ user: store.user.id, device, cursor, digests });
  const chance = Math.random();
  if (!answer.ok) return { is: 'failed', step: 'pull', failure: answer, sent: 0, chance };
  const { body } = answer;
  const pulled: Pulled = { is: 'pulled', more: body.more, moved: false, released: false, verdict: 'unchecked', chance };
  const isNews = body.records.length > 0 || body.cursor !== cursor || digests;
  if (!isNews) return pulled;
  const revoked = findRevoked(body.records, store.user.id);
  const reader = store.user.id;
  const page = { reader, asked: cursor, cursor: body.cursor, gen: body.gen, records: body.records, revoked };
  const written = await store.inside.read((database) => writePage(database, copy, page));
  if (written === null) return { ...pulled, more: false, moved: true };
  if (copy === 'shown') await settleShown(store, written, revoked);
  const released = await releaseHeld(store, written);
  return { ...pulled, released, verdict: body.more ? 'unchecked' : await judge(store, copy, body) };
}

/** Begins a copy beside the one shown, or goes on with one that was left half done. */
export function beginFresh(store: Store, anew: boolean): Promise<void> {
  return store.inside.read((database) => startFresh(database, { anew }));
}

/** Shows the fresh copy from now on. */
export async function showFresh(store: Store): Promise<void> {
  await store.inside.read(async (database) => {
    await swapFresh(database);
    await confirmPulled(database, 'all');
  });
  store.inside.tell(ALL_TOUCHED);
}

/** Forgets a copy that was left half done, and confirms what waited for it. */
export async function dropFresh(store: Store): Promise<void> {
  await store.inside.read(async (database) => {
    if (await forgetFresh(database)) await confirmPulled(database, 'all');
  });
}

async function settleShown(store: Store, written: readonly RecordRow[], revoked: readonly Scope[]): Promise<void> {
  if (written.length === 0) return;
  await store.inside.read(async (database) => {
    const records = written.map((row) => row.record);
    await confirmPulled(database, records);
  });
  store.inside.tell(revoked.length > 0 ? ALL_TOUCHED : touchOf(written));
}

/**
 * Changes that the server holds are asked again when something of their scope arrives, and refused ones when their
 * record does: a repair has the same id and ends in a row.
 */
async function releaseHeld(store: Store, written: readonly RecordRow[]): Promise<boolean> {
  if (written.length === 0) return false;
  return store.inside.read(async (database) => {
    const scopes = new Set(written.map((row) => row.scope));
    const records = new Set(written.map((row) => row.record));
    const held = (await listByFate(database, 'held')).filter((change) => scopes.has(change.scope));
    const refused = (await listByFate(database, 'quarantined')).filter(
      (change) => records.has(change.record) && change.code !== 'erased',
    );
    if (held.length > 0) await sendAgain(database, held.map(getId));
    if (refused.length > 0) await askAgain(database, refused.map(getId));
    return held.length + refused.length > 0;
  });
}

function getId({ id }: { readonly id: Id }): Id {
  return id;
}

/** The scopes that a membership of the reader's own has lost. */
function findRevoked(rows: readonly RecordRow[], user: Id): readonly Scope[] {
  return rows
    .filter((row) => row.kind === 'membership' && row.scope === `user:${user}` && row.fields['state'] === 'revoked')
    .map((row) => row.fields['scope'] as Scope);
}

async function judge(store: Store, copy: Copy, body: PullBody): Promise<Pulled['verdict']> {
  if (body.digests === undefined) return 'unchecked';
  const lines = await store.inside.read((database) => readLines(database, copy));
  return (await agree(lines, body.digests)) ? 'equal' : 'unequal';
}
