// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import pyproject from '../../../pyproject.toml?raw';
import type { Store } from '../store';
import { ALICE, clearBrowser, makeId, openAlice, tap } from '../store/testing';
import type { SyncHandle } from './index';
import { APP, startSync } from './index';
import { makeOffice, OFFLINE } from './testing';
import { signOut } from './transport';

const LESSON = makeId();
let store: Store;
let sync: SyncHandle;

beforeEach(async () => {
  clearBrowser();
  store = await openAlice();
});

afterEach(() => {
  sync.stop();
  store.close();
});

function phaseIs(phase: string): Promise<void> {
  return vi.waitFor(() => expect(sync.status().phase).toBe(phase));
}

test('the app starts by sending and receiving, and says when it last reached the office', async () => {
  const office = makeOffice(ALICE.id);
  await store.save([tap(LESSON)]);
  sync = startSync(store, office.transport);
  await vi.waitFor(() => expect(sync.status()).toMatchObject({ phase: 'idle', unsent: 0 }));
  await vi.waitFor(() => expect(office.stored.size).toBe(1));
  await vi.waitFor(() => expect(sync.status().last_contact_at).not.toBeNull());
});

test('once it is ready it knows what waits, before the office was asked', async () => {
  const office = makeOffice(ALICE.id);
  await store.save([tap(LESSON), tap(LESSON)]);
  sync = startSync(store, office.transport);
  await sync.ready;
  expect(sync.status().unsent).toBe(2);
});

test('a listener hears the status at once and what waits soon after a tap', async () => {
  const office = makeOffice(ALICE.id);
  office.spoil = () => OFFLINE;
  sync = startSync(store, office.transport);
  const heard: number[] = [];
  sync.onStatus((status) => heard.push(status.unsent));
  expect(heard).toEqual([0]);
  await phaseIs('offline');
  await store.save([tap(LESSON), tap(LESSON)]);
  await vi.waitFor(() => expect(heard.at(-1)).toBe(2), { timeout: 2_000 });
});

test('"send now" and the return of the network try again at once', async () => {
  const office = makeOffice(ALICE.id);
  await store.save([tap(LESSON)]);
  office.spoil = () => OFFLINE;
  sync = startSync(store, office.transport);
  await phaseIs('offline');
  office.spoil = () => null;
  sync.sendNow();
  await phaseIs('idle');
  expect(office.stored.size).toBe(1);
  office.spoil = () => OFFLINE;
  await store.save([tap(LESSON)]);
  sync.sendNow();
  await phaseIs('offline');
  office.spoil = () => null;
  window.dispatchEvent(new Event('online'));
  await vi.waitFor(() => expect(office.stored.size).toBe(2));
});

test('the end of a lesson is sent by itself', async () => {
  const office = makeOffice(ALICE.id);
  sync = startSync(store, office.transport);
  await phaseIs('idle');
  await vi.waitFor(() => expect(office.asked.length).toBeGreaterThan(0));
  await store.save([tap(LESSON)]);
  expect(office.stored.size).toBe(0);
  await store.save([{ kind: 'observation', scope: `observation:${LESSON}`, fields: { ended_ms: 5 } }]);
  await vi.waitFor(() => expect(office.stored.size).toBe(2));
});

test('while somebody looks closely, own changes go out at once and what others change comes by itself', async () => {
  const office = makeOffice(ALICE.id);
  sync = startSync(store, office.transport);
  await phaseIs('idle');
  const letGo = sync.lookClosely();
  await store.save([tap(LESSON)]);
  await vi.waitFor(() => expect(office.stored.size).toBe(1));
  const scope = `observation:${LESSON}` as const;
  office.put({ record: makeId(), kind: 'evidence', scope, fields: { t_ms: 1, action: 'tap', code: 'THEIRS' } });
  await vi.waitFor(async () => expect(await store.evidenceOf(LESSON)).toHaveLength(2), { timeout: 5_000 });
  letGo();
  await store.save([tap(LESSON)]);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(office.stored.size).toBe(1);
});

test('once stopped, nothing is sent any more', async () => {
  const office = makeOffice(ALICE.id);
  sync = startSync(store, office.transport);
  await vi.waitFor(() => expect(office.asked.length).toBeGreaterThan(0));
  sync.stop();
  await store.save([tap(LESSON)]);
  sync.sendNow();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(office.stored.size).toBe(0);
});

test('a push names the release that the package has', () => {
  expect(pyproject).toContain(`\nversion = "${APP}"\n`);
});

test('an answer to anything else tells that the network is back', async () => {
  const office = makeOffice(ALICE.id);
  await store.save([tap(LESSON)]);
  office.spoil = () => OFFLINE;
  sync = startSync(store, office.transport);
  await phaseIs('offline');
  office.spoil = () => null;
  vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 204, headers: { 'Content-Type': '' } })));
  await signOut();
  vi.unstubAllGlobals();
  await vi.waitFor(() => expect(office.stored.size).toBe(1), { timeout: 900 });
});

test('once stopped, nobody hears of what was under way', async () => {
  const office = makeOffice(ALICE.id);
  let heard = 0;
  let before = -1;
  office.spoil = () => {
    sync.stop();
    before = heard;
    return null;
  };
  sync = startSync(store, office.transport);
  sync.onStatus(() => (heard += 1));
  await vi.waitFor(() => expect(sync.status().last_contact_at).not.toBeNull());
  expect(heard).toBe(before);
});

test('what is saved is not called stored before it is counted', async () => {
  const office = makeOffice(ALICE.id);
  sync = startSync(store, office.transport);
  await phaseIs('idle');
  office.spoil = () => OFFLINE;
  const heard: number[] = [];
  sync.onStatus((status) => heard.push(status.unsent));
  const saved = new Promise((resolve) => store.onSaved(resolve));
  await store.save([tap(LESSON)]);
  await saved;
  expect(heard.at(-1)).toBe(1);
});
