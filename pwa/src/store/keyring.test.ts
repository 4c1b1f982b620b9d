// @vitest-environment jsdom
import { beforeEach, describe, expect, it } from 'vitest';

import type { Draft } from '../core/types';
import { enterStore, type Gate, type Store } from './index';
import { openKeyring, type Keyring, type KeyringParts } from './keyring';
import { connect } from './open';
import { bareOf, SEALED_STORES } from './sealed';
import { openSettings } from './settings';
import {
  ALICE,
  clearBrowser,
  makeGround,
  makeId,
  openAlice,
  openAlicesGate,
  PASSPHRASE,
  type TestGround,
} from './testing';
import { makeVault } from './vault';

const LESSON = makeId();
const WORDS = 'Two hands at the window';
const MINUTE_MS = 60_000;

beforeEach(clearBrowser);

function note(text: string): Draft {
  return { kind: 'evidence', scope: `observation:${LESSON}`, fields: { t_ms: 1_000, action: 'note', note: text } };
}

/** Everything that lies on this tablet, as somebody reads it who has the disk and no key. */
async function readDisk(store: Store): Promise<string> {
  const database = await store.inside.read(async (found) => bareOf(found).bare);
  const lying = await Promise.all(
    SEALED_STORES.map(
      (name) =>
        new Promise<unknown[]>((resolve, reject) => {
          const asked = database.transaction(name).objectStore(name).getAll();
          asked.onsuccess = () => resolve(asked.result as unknown[]);
          asked.onerror = () => reject(asked.error ?? new Error(name));
        }),
    ),
  );
  const bytes = (value: unknown): unknown =>
    value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : plainOf(value);
  const plainOf = (value: unknown): unknown =>
    ArrayBuffer.isView(value) ? new TextDecoder('latin1').decode(value) : value;
  const storage = JSON.stringify({ ...localStorage });
  return JSON.stringify(lying, (_, value: unknown) => bytes(value)) + storage;
}

async function readNotes(store: Store): Promise<unknown[]> {
  return (await store.evidenceOf(LESSON)).map(({ fields }) => fields.note).sort();
}

/** A store that holds a note, a photo, a setting, and is sealed. */
async function fill(store: Store): Promise<void> {
  await store.save([note(WORDS)]);
  await store.settings.set('last-used', { teachers: [WORDS] });
  const draft: Draft & { id: string } = {
    id: makeId(),
    kind: 'attachment',
    scope: `observation:${LESSON}`,
    fields: { t_ms: 5, mime: 'image/jpeg', caption: WORDS, size: 4, sha256: '' },
  };
  await store.blobs.save({ draft, data: new TextEncoder().encode(WORDS).buffer });
}

async function openWith(passphrase: string, ground?: TestGround): Promise<{ gate: Gate; opens: boolean }> {
  const gate = await openAlicesGate(ground);
  return { gate, opens: await gate.keyring.open(passphrase) };
}

async function sealed(): Promise<Store> {
  const gate = await openAlicesGate();
  const store = await enterStore(gate);
  await fill(store);
  await gate.keyring.choose(PASSPHRASE);
  return store;
}

describe('what a tablet keeps', () => {
  it('lies open until a passphrase is chosen, and then nothing of it can be read without', async () => {
    const open = await openAlice();
    await fill(open);
    expect(await readDisk(open)).toContain(WORDS);
    open.close();

    const store = await sealed();
    await store.save([note('and later words')]);
    const disk = await readDisk(store);
    expect(disk).not.toContain(WORDS);
    expect(disk).not.toContain('later words');
    expect(disk).not.toContain(PASSPHRASE);
    expect(await readNotes(store)).toContain('and later words');
  });

  it('is there again after the app was closed, for who has the passphrase alone', async () => {
    (await sealed()).close();

    const { gate, opens } = await openWith('chalk and rai');
    expect(opens).toBe(false);
    await expect(enterStore(gate)).rejects.toMatchObject({ problem: { code: 'store_locked' } });
    expect(await gate.keyring.open('')).toBe(false);
    expect(await gate.keyring.open(PASSPHRASE)).toBe(true);
    const store = await enterStore(gate);
    expect(await readNotes(store)).toEqual([WORDS]);
    expect(await store.settings.get('last-used', null)).toEqual({ teachers: [WORDS] });
  });

  it('is open to one passphrase however the keyboard composes its letters', async () => {
    const { keyring } = await openAlicesGate();
    await keyring.choose('ni\u00f1o y tiza');
    expect((await openWith('nin\u0303o y tiza')).opens).toBe(true);
  });

  it('changes its passphrase without being sealed anew, and the old one no longer opens', async () => {
    const gate = await openAlicesGate();
    const store = await enterStore(gate);
    await fill(store);
    await gate.keyring.choose('first words');
    await gate.keyring.choose('second words');
    store.close();
    expect((await openWith('first words')).opens).toBe(false);
    const { gate: again, opens } = await openWith('second words');
    expect(opens).toBe(true);
    expect(await readNotes(await enterStore(again))).toEqual([WORDS]);
  });

  it('is not given another passphrase by who does not have the first', async () => {
    (await sealed()).close();
    const gate = await openAlicesGate();
    await expect(gate.keyring.choose('mine now')).rejects.toMatchObject({ problem: { code: 'store_locked' } });
    await expect(gate.keyring.remove()).rejects.toMatchObject({ problem: { code: 'store_locked' } });
  });

  it('lies open again once the passphrase is taken off', async () => {
    (await sealed()).close();
    const { gate } = await openWith(PASSPHRASE);
    const store = await enterStore(gate);
    await gate.keyring.remove();
    expect(gate.keyring.isSet()).toBe(false);
    expect(await readDisk(store)).toContain(WORDS);
    store.close();
    expect(await readNotes(await openAlice())).toEqual([WORDS]);
  });

  it('does not open under another name than its own', async () => {
    const store = await sealed();
    await store.save([note('other words')]);
    await store.inside.read(async (database) => {
      const { bare } = bareOf(database);
      const transaction = bare.transaction('changes', 'readwrite');
      const held = transaction.objectStore('changes');
      type Lying = { sealed: Uint8Array; id: string };
      const all = await new Promise<Lying[]>((resolve) => {
        const asked = held.getAll();
        asked.onsuccess = () => resolve(asked.result as Lying[]);
      });
      const [first, last] = [all[0], all.at(-1)];
      if (first === undefined || last === undefined) throw new Error('two changes are wanted');
      held.put({ ...first, sealed: last.sealed });
      await new Promise((resolve) => (transaction.oncomplete = resolve));
    });
    await expect(store.evidenceOf(LESSON)).rejects.toMatchObject({ problem: { code: 'store_damaged' } });
  });
});

describe('sealing and opening that are cut off', () => {
  type Read = KeyringParts['read'];
  const QUICK = 10;

  /** A keyring over a database that dies at its question number `step`. */
  async function openDying(step: number): Promise<{ keyring: Keyring; arm: () => void; close: () => void }> {
    const vault = makeVault();
    const hooks = { mayYield: () => true, onOpen: () => Promise.resolve() };
    const connection = connect(`backrow-${ALICE.id}`, vault, hooks);
    let left = Infinity;
    const read: Read = async (ask) => {
      left -= 1;
      if (left < 0) throw new Error('killed');
      return ask(await connection.get());
    };
    const keyring = await openKeyring({ read, settings: openSettings(read), vault, rounds: QUICK });
    return { keyring, arm: () => (left = step), close: connection.close };
  }

  /** Does something that dies at a step; gives whether it came to its end. */
  async function dieAt(step: number, act: (keyring: Keyring) => Promise<void>): Promise<boolean> {
    const { keyring, arm, close } = await openDying(step);
    if (keyring.isSet()) await keyring.open(PASSPHRASE);
    arm();
    try {
      await act(keyring);
      return true;
    } catch (error) {
      if (!(error instanceof Error && error.message === 'killed')) throw error;
      return false;
    } finally {
      close();
    }
  }

  /** Opens the tablet as a person would, whatever state it was left in, and waits until it has gone on. */
  async function comeBack(): Promise<{ gate: Gate; store: Store }> {
    const gate = await openAlicesGate();
    if (gate.keyring.isSet()) expect(await gate.keyring.open(PASSPHRASE)).toBe(true);
    const store = await enterStore(gate);
    await gate.keyring.goOn();
    return { gate, store };
  }

  for (const act of ['choose', 'remove'] as const) {
    it(`${act}: at every step nothing is lost, and the next start goes on`, async () => {
      let isDone = false;
      let step = 0;
      for (; !isDone; step += 1) {
        clearBrowser();
        const before = act === 'choose' ? await openAlice() : await sealed();
        if (act === 'choose') await fill(before);
        before.close();
        isDone = await dieAt(step, (keyring) => (act === 'choose' ? keyring.choose(PASSPHRASE) : keyring.remove()));
        const { gate, store } = await comeBack();
        expect(await readNotes(store)).toEqual([WORDS]);
        expect(await store.settings.get('last-used', null)).toEqual({ teachers: [WORDS] });
        const [photo] = await store.list('attachment');
        const kept = await store.blobs.find(photo?.record ?? '');
        expect(await kept?.bytes.text()).toBe(WORDS);
        // All of one form: either it was never begun or it has come to its end.
        const isSealed = !(await readDisk(store)).includes(WORDS);
        expect(isSealed).toBe(gate.keyring.isSet());
        store.close();
      }
      expect(step).toBeGreaterThan(SEALED_STORES.length);
    });
  }

  it('leave no tap behind that another tab wrote the old way meanwhile', async () => {
    const gate = await openAlicesGate();
    const store = await enterStore(gate);
    const other = await openAlice();
    await fill(store);
    const chosen = gate.keyring.choose(PASSPHRASE);
    await other.save([note('from the other tab')]);
    await chosen;
    await other.save([note('and once more')]);
    expect(await readNotes(other)).toContain('and once more');
    other.close();
    store.close();
    const again = (await comeBack()).store;
    expect(await readNotes(again)).toEqual([WORDS, 'and once more', 'from the other tab']);
    expect(await readDisk(again)).not.toContain('tab');
  });

  it('take the key from no tap of another tab', async () => {
    (await sealed()).close();
    const { gate, store } = await comeBack();
    const other = (await comeBack()).store;
    const removed = gate.keyring.remove();
    for (const text of ['one', 'two', 'three']) await other.save([note(text)]);
    await removed;
    await other.save([note('four')]);
    other.close();
    store.close();
    expect(await readNotes((await comeBack()).store)).toEqual([WORDS, 'four', 'one', 'three', 'two']);
  });
});

describe('a key', () => {
  it('opens by itself, and no other does', async () => {
    const gate = await openAlicesGate();
    await gate.keyring.choose(PASSPHRASE);
    const key = gate.keyring.key();
    gate.close();
    const again = await openAlicesGate();
    expect(await again.keyring.openWith(new Uint8Array(32))).toBe(false);
    expect(again.keyring.isOpen()).toBe(false);
    expect(await again.keyring.openWith(key ?? new Uint8Array())).toBe(true);
    expect(again.keyring.isOpen()).toBe(true);
  });

  it('is opened by the secret of a passkey that was added, until they are taken off', async () => {
    const gate = await openAlicesGate();
    await gate.keyring.choose(PASSPHRASE);
    const ask = { credential: new Uint8Array([1, 2, 3]), salt: new Uint8Array(32) };
    const secret = new Uint8Array(32).fill(7);
    await gate.keyring.addPasskey(ask, secret);
    gate.close();

    const again = await openAlicesGate();
    expect(again.keyring.passkeys().map(({ credential }) => [...credential])).toEqual([[1, 2, 3]]);
    expect(await again.keyring.openWithPasskey(ask.credential, new Uint8Array(32))).toBe(false);
    expect(await again.keyring.openWithPasskey(new Uint8Array([9]), secret)).toBe(false);
    expect(await again.keyring.openWithPasskey(ask.credential, secret)).toBe(true);
    await again.keyring.choose('other words');
    expect(again.keyring.passkeys()).toHaveLength(1);
    await again.keyring.removePasskeys();
    expect(again.keyring.passkeys()).toEqual([]);
    expect((await openWith('other words')).opens).toBe(true);
  });
});

describe('guessing', () => {
  it('waits after five wrong ones in a row, longer each time, and not longer for a clock that was set back', async () => {
    const ground = makeGround();
    const { keyring } = await openAlicesGate(ground);
    await keyring.choose(PASSPHRASE);
    for (let guess = 0; guess < 5; guess += 1) expect(await keyring.open('no')).toBe(false);
    await expect(keyring.open(PASSPHRASE)).rejects.toMatchObject({ problem: { code: 'too_many_guesses', wait_s: 30 } });
    ground.moment_ms += MINUTE_MS / 2;
    expect(await keyring.open('no')).toBe(false);
    await expect(keyring.open(PASSPHRASE)).rejects.toMatchObject({ problem: { wait_s: 60 } });
    ground.moment_ms -= 60 * MINUTE_MS;
    await expect(keyring.open(PASSPHRASE)).rejects.toMatchObject({ problem: { wait_s: 60 } });
    ground.moment_ms += 62 * MINUTE_MS;
    expect(await keyring.open(PASSPHRASE)).toBe(true);
    expect(await keyring.open('no')).toBe(false);
  });
});

describe('a tablet of an earlier release, which kept a digest of the passphrase alone', () => {
  it('asks for the same words, and seals what lay open', async () => {
    const salt = new Uint8Array(16);
    const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(PASSPHRASE), 'PBKDF2', false, [
      'deriveBits',
    ]);
    const way = { name: 'PBKDF2', hash: 'SHA-256', salt, iterations: 10 };
    const digest = new Uint8Array(await crypto.subtle.deriveBits(way, typed, 256));
    const before = await openAlice();
    await fill(before);
    await before.settings.set('lock', { salt, rounds: 10, digest });
    before.close();

    const { gate, opens } = await openWith('chalk and snow');
    expect(opens).toBe(false);
    await expect(enterStore(gate)).rejects.toMatchObject({ problem: { code: 'store_locked' } });
    expect(await gate.keyring.open(PASSPHRASE)).toBe(true);
    const store = await enterStore(gate);
    expect(await readNotes(store)).toEqual([WORDS]);
    expect(await readDisk(store)).not.toContain(WORDS);
  });
});
