// @vitest-environment jsdom
/** Photos against an office that keeps bytes: they come whole, after the changes, over any network. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import type { Id } from '../core/types';
import type { Store } from '../store';
import { doubtBlobs } from '../store/blobs';
import { ALICE, clearBrowser, makeId, openAlice, tap } from '../store/testing';
import { startUploads, type Stopped, type Uploads } from './blobs';
import type { SyncHandle } from './index';
import { startSync } from './index';
import { makeOffice, OFFLINE, problem } from './testing';
import type { Answer, BlobTransport } from './transport';
import type { UploadBody } from './wire';

const LESSON = makeId();
const SCOPE = `observation:${LESSON}` as const;
const LENGTH = 150_000;
const BYTES = Uint8Array.from({ length: LENGTH }, (_, place) => place % 251);

type Shelf = {
  readonly transport: BlobTransport;
  readonly kept: Map<Id, number[]>;
  readonly asked: string[];
  /** What is answered instead, before anything is done; `lost` answers are spoilt after. */
  refuse: (what: 'begin' | 'append', offset: number) => Answer<never> | null;
  lose: (offset: number) => Answer<never> | null;
};

/** An office's shelf of photos. */
function makeShelf(): Shelf {
  const begun = new Map<Id, number[]>();
  const told = (record: Id): Answer<UploadBody> => {
    const offset = begun.get(record)?.length ?? 0;
    return { ok: true, body: { offset, bytes: LENGTH, done: offset === LENGTH } };
  };
  const shelf: Shelf = {
    kept: begun,
    asked: [],
    refuse: () => null,
    lose: () => null,
    transport: {
      begin: async (record) => {
        shelf.asked.push('begin');
        const refusal = shelf.refuse('begin', 0);
        if (refusal !== null) return refusal;
        if (!begun.has(record)) begun.set(record, []);
        return told(record);
      },
      append: async (record, offset, piece) => {
        shelf.asked.push(`append ${offset}`);
        const refusal = shelf.refuse('append', offset);
        if (refusal !== null) return refusal;
        const came = begun.get(record) ?? [];
        if (came.length !== offset) return problem(409, 'offset', { offset: came.length });
        came.push(...new Uint8Array(piece));
        return shelf.lose(offset) ?? told(record);
      },
      fetch: async () => OFFLINE,
    },
  };
  return shelf;
}

let store: Store;
let shelf: Shelf;
let uploads: Uploads;
let sync: SyncHandle | null;

beforeEach(async () => {
  clearBrowser();
  store = await openAlice();
  shelf = makeShelf();
  uploads = startUploads(store, shelf.transport);
  sync = null;
});

afterEach(() => {
  sync?.stop();
  store.close();
});

async function take(): Promise<Id> {
  const id = makeId();
  const fields = { sha256: 'ab'.repeat(32), bytes: LENGTH, mime: 'image/jpeg', for: LESSON };
  await store.blobs.save({ draft: { id, kind: 'attachment', scope: SCOPE, fields }, data: BYTES.buffer.slice(0) });
  return id;
}

/** A photo whose record the office has. */
async function takeKnown(): Promise<Id> {
  const id = await take();
  await store.inside.read(async (database) => {
    for (const change of await database.getAll('changes')) await database.put('changes', { ...change, fate: 'sent' });
  });
  return id;
}

function send(urgent = true): Promise<Stopped | null> {
  return uploads.send({ urgent, mayGoOn: () => true, onPiece: () => undefined });
}

function isWhole(id: Id): boolean {
  const kept = shelf.kept.get(id) ?? [];
  return kept.length === LENGTH && kept.every((byte, place) => byte === BYTES[place]);
}

async function stateOf(id: Id): Promise<unknown> {
  return (await store.inside.read((database) => database.get('blobs', id)))?.state;
}

test('a photo comes whole, in pieces, once', async () => {
  const id = await takeKnown();
  expect(await send()).toBeNull();
  expect(await send()).toBeNull();
  expect(isWhole(id)).toBe(true);
  expect(shelf.asked).toEqual(['begin', 'append 0', 'append 65536', 'append 131072']);
  expect(await store.blobs.counts()).toEqual({ waiting: 0, refused: 0 });
});

test('a lost answer and a cut line cost one question, no byte', async () => {
  const id = await takeKnown();
  shelf.lose = (offset) => (offset === 65_536 ? OFFLINE : null);
  expect(await send()).toMatchObject({ failure: { why: 'offline' } });
  shelf.lose = () => null;
  expect(await send()).toBeNull();
  expect(isWhole(id)).toBe(true);
  expect(shelf.asked.slice(3)).toEqual(['append 65536', 'begin', 'append 131072']);
});

test('silence makes the pieces smaller', async () => {
  await takeKnown();
  shelf.refuse = (what) => (what === 'append' ? { ok: false, why: 'silent' } : null);
  await send();
  shelf.refuse = () => null;
  await send();
  expect(shelf.asked.slice(1, 4)).toEqual(['append 0', 'append 0', 'append 32768']);
});

test('after a failure only a person, the network or the wait itself tries again', async () => {
  await takeKnown();
  shelf.refuse = () => problem(507, 'no_room');
  expect(await send()).toMatchObject({ failure: { why: 'problem' } });
  const asked = shelf.asked.length;
  expect(await send(false)).toBeNull();
  expect(shelf.asked).toHaveLength(asked);
  await send(true);
  expect(shelf.asked).toHaveLength(asked + 1);
});

test.each(['not_a_picture', 'too_large', 'forbidden'])(
  'what the office refuses as %s is told, and the next one goes',
  async (code) => {
    const refused = await takeKnown();
    shelf.refuse = () => problem(422, code);
    await send();
    expect(await stateOf(refused)).toBe('refused');
    expect(await store.blobs.counts()).toEqual({ waiting: 0, refused: 1 });
    shelf.refuse = () => null;
    const next = await takeKnown();
    await send();
    expect(await stateOf(next)).toBe('stored');
  },
);

test('bytes that came damaged are sent once more, and then given up', async () => {
  const id = await takeKnown();
  shelf.refuse = (what, offset) => {
    if (what === 'begin' || offset < 131_072) return null;
    shelf.kept.set(id, []);
    return problem(422, 'hash');
  };
  await send();
  expect(await stateOf(id)).toBe('refused');
  expect(shelf.asked.filter((asked) => asked === 'append 0')).toHaveLength(2);
});

test('a photo that was deleted before it was sent is forgotten', async () => {
  const id = await takeKnown();
  await store.save([{ record: id, kind: 'attachment', scope: SCOPE, op: 'delete', fields: {} }]);
  shelf.refuse = () => problem(404, 'not_found');
  expect(await send()).toBeNull();
  expect(await store.blobs.find(id)).toBeNull();
});

test('the bytes of a photo go once the office says that it is deleted, and not before', async () => {
  const [gone, stays] = [await takeKnown(), await takeKnown()];
  await send();
  await store.save([{ record: gone, kind: 'attachment', scope: SCOPE, op: 'delete', fields: {} }]);
  await send();
  expect(await stateOf(gone)).toBe('stored');

  await store.inside.read(async (database) => {
    const row = { record: gone, kind: 'attachment', scope: SCOPE, seq: 9, rev: gone, author: ALICE.id } as const;
    await database.put('rows_a', { ...row, deleted: true, fields: {} } as never);
  });
  await send();
  expect(await store.blobs.find(gone)).toBeNull();
  expect(await store.inside.read((database) => database.get('blob_bytes', gone))).toBeUndefined();
  expect(await stateOf(stays)).toBe('stored');
});

test('what a restored office lost is sent again, and what it has is not', async () => {
  const [lost, held] = [await takeKnown(), await takeKnown()];
  await send();
  shelf.kept.delete(lost);
  shelf.asked.length = 0;
  await store.inside.read(doubtBlobs);
  await send();
  expect(shelf.asked.filter((asked) => asked === 'begin')).toHaveLength(2);
  expect(shelf.asked.filter((asked) => asked === 'append 0')).toHaveLength(1);
  expect([await stateOf(lost), await stateOf(held)]).toEqual(['stored', 'stored']);
});

test('sync sends photos after the changes, lets a change in between, and says how many wait', async () => {
  const office = makeOffice(ALICE.id);
  await take();
  shelf.lose = (offset) => {
    if (offset === 0) void store.save([tap(LESSON)]).then(() => sync?.sendNow());
    return null;
  };
  sync = startSync(store, office.transport, { app: '1', device_name: 't' }, shelf.transport);
  await vi.waitFor(() => expect(office.stored.size).toBe(2), 4_000);
  await vi.waitFor(() => expect([...shelf.kept.keys()].map(isWhole)).toEqual([true]), 4_000);
  await vi.waitFor(() => expect(sync?.status()).toMatchObject({ phase: 'idle', photos: { waiting: 0 } }), 4_000);
  expect(shelf.asked.filter((asked) => asked === 'append 0')).toHaveLength(1);
});

test('a photo that does not go says so, and its record has gone', async () => {
  const office = makeOffice(ALICE.id);
  shelf.refuse = () => OFFLINE;
  await take();
  sync = startSync(store, office.transport, { app: '1', device_name: 't' }, shelf.transport);
  await vi.waitFor(() => expect(sync?.status()).toMatchObject({ phase: 'offline', unsent: 0, photos: { waiting: 1 } }));
  expect(office.stored.size).toBe(1);
});
