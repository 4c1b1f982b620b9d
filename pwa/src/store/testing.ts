/** Builders for the tests of store and sync: a user, a browser's ground that a test controls, drafts. */
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';

import { makeUuid4, makeUuid7 } from '../core/ids';
import type { Draft, Id, User } from '../core/types';
import type { Gate, Ground, Store } from './index';
import { enterStore, openGate, openStore } from './index';

export const ALICE: User = {
  id: '01980000-0000-7000-8000-00000000000a',
  name: 'Alice',
  email: 'alice@example.org',
  roles: ['coach'],
  language: 'en',
};

/** A browser that was never used. */
export function clearBrowser(): void {
  globalThis.indexedDB = new IDBFactory();
  localStorage.clear();
}

/** A ground whose clock moves by hand. */
export type TestGround = Ground & { moment_ms: number };

export function makeGround(moment_ms = Date.UTC(2026, 10, 22, 10)): TestGround {
  const ground = {
    moment_ms,
    now: () => (ground.moment_ms += 1),
    random: () => crypto.getRandomValues(new Uint8Array(16)),
    storage: localStorage,
  };
  return ground;
}

export const PASSPHRASE = 'chalk and rain';
/** Few rounds of the slow digest: a test has no secret to keep. */
const QUICK = 10;

let seals = false;

/** From here on every store of these tests keeps its data sealed. */
export function sealStores(): void {
  seals = true;
}

export function openAlicesGate(ground: Ground = makeGround()): Promise<Gate> {
  return openGate(ALICE, ground, QUICK);
}

export async function openAlice(ground: Ground = makeGround()): Promise<Store> {
  if (!seals) return openStore(ALICE, ground);
  const gate = await openAlicesGate(ground);
  await (gate.keyring.isSet() ? gate.keyring.open(PASSPHRASE) : gate.keyring.choose(PASSPHRASE));
  // What a start does beside everything else is done before a test counts.
  await gate.keyring.goOn();
  return enterStore(gate);
}

export function makeId(): Id {
  return makeUuid7(Date.now(), crypto.getRandomValues(new Uint8Array(16)));
}

export function makeDevice(): Id {
  return makeUuid4(crypto.getRandomValues(new Uint8Array(16)));
}

/** A tap on a code of an observation. */
export function tap(observation: Id, code = 'LEC', t_ms = 1_000): Draft {
  return { kind: 'evidence', scope: `observation:${observation}`, fields: { t_ms, action: 'tap', code } };
}
