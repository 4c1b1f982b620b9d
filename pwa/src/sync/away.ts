/** Putting old lessons away, bringing back those that are worked on, and reading one from the office. */
import type { Scope, RecordRow } from '../core/types';
import type { Store } from '../store';
import { bringBack, putAway, sortAway } from '../store/away';
import { readDevice } from '../store/device';
import { confirmPulled } from '../store/outbox';
import { touchOf } from '../store/watch';
import type { Transport } from './transport';

/** Gives all rows of one scope, or null if the office does not answer. Nothing is written. */
export async function readScope(
  store: Store,
  transport: Transport,
  scope: Scope,
): Promise<readonly RecordRow[] | null> {
  const device = await store.inside.read(readDevice);
  const rows: RecordRow[] = [];
  let cursor: string | null = null;
  for (;;) {
    const answer = await transport.pull({ user: store.user.id, device, cursor, digests: false, scope });
    if (!answer.ok) return null;
    rows.push(...answer.body.records);
    if (!answer.body.more) return rows;
    cursor = answer.body.cursor;
  }
}

/** One lesson, one transaction: a tap waits for one at most. Gives whether all is done; if not, the next time goes on. */
export async function tidyAway(store: Store, transport: Transport, mayGoOn: () => boolean): Promise<boolean> {
  const { put, back } = await store.inside.read((database) => sortAway(database, store.inside.now()));
  for (const scope of put) {
    if (!mayGoOn()) return false;
    if (await store.inside.read((database) => putAway(database, scope))) tell(store, scope);
  }
  for (const scope of back) {
    if (!mayGoOn()) return false;
    const rows = await readScope(store, transport, scope);
    if (rows === null) return false;
    const records = rows.map((row) => row.record);
    const done = await store.inside.read(async (database) => {
      const may = await bringBack(database, scope, rows);
      if (may) await confirmPulled(database, records);
      return may;
    });
    if (!done) return false;
    tell(store, scope);
  }
  return true;
}

function tell(store: Store, scope: Scope): void {
  store.inside.tell(
    touchOf([
      { kind: 'evidence', scope },
      { kind: 'attachment', scope },
    ]),
  );
}
