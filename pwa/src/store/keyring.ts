/**
 * The ways to the key under which a tablet's data lies sealed: a passphrase and passkeys, each with the key wrapped
 * under what it gives. The key itself is drawn at random, never written bare, and in memory while the app is open.
 */
import { makeUuid4 } from '../core/ids';
import { refuse } from '../core/problem';
import type { Id } from '../core/types';
import type { Cipher } from './cipher';
import { resealSome, SEALED_STORES, type Database, type Resealed, type Stretch } from './sealed';
import type { Settings } from './settings';
import type { Vault } from './vault';

/** PBKDF2-HMAC-SHA-256 as OWASP's password storage cheat sheet (2023) asks for. */
const ROUNDS = 600_000;
const NAME = 'lock';
const GUESSES = 'lock.guesses';
/** Wrong guesses in a row that cost nothing, the wait after the next one, and the longest; each further one doubles it. */
const FREE_GUESSES = 4;
const FIRST_WAIT_MS = 30_000;
const LONGEST_WAIT_MS = 15 * 60_000;
/** Values are sealed in small steps, so that no tap waits long behind one. */
const STEP = 100;
const UNDER_WAY_MS = 250;

type Bytes = Uint8Array<ArrayBuffer>;

type Passphrase = { readonly is: 'passphrase'; readonly salt: Bytes; readonly rounds: number; readonly wrapped: Bytes };
type Passkey = { readonly is: 'passkey'; readonly credential: Bytes; readonly salt: Bytes; readonly wrapped: Bytes };

/** `sealing` and `opening` are under way: values of both forms lie side by side, and the next start goes on. */
type Ring = {
  readonly id: Id;
  readonly state: 'sealing' | 'sealed' | 'opening';
  readonly ways: readonly (Passphrase | Passkey)[];
};

/** What releases before encryption kept: a digest of the passphrase alone. */
type Digest = { readonly salt: Bytes; readonly rounds: number; readonly digest: Bytes };

type Guesses = { readonly wrong: number; readonly at_ms: number };

/** What a passkey needs to be asked: its credential, and the salt that its secret is drawn from. */
export type PasskeyAsk = { readonly credential: Bytes; readonly salt: Bytes };

export type Keyring = {
  /** Whether anything stands between this tablet's data and whoever opens the app. */
  readonly isSet: () => boolean;
  /** Whether the key is here, or none is needed. */
  readonly isOpen: () => boolean;
  /** Names the key, not what it is; null while there is none. */
  readonly id: () => Id | null;
  /** The key itself, for the office's safekeeping and for a lesson that must survive a reload. */
  readonly key: () => Bytes | null;
  /** Takes a passphrase in the place of any that was there; the first one seals everything. */
  readonly choose: (passphrase: string) => Promise<void>;
  /** Whether this is the passphrase; then the key is here. False too if none was chosen. Raises `too_many_guesses`. */
  readonly open: (passphrase: string) => Promise<boolean>;
  /** Opens with the key itself; gives whether it was this tablet's. */
  readonly openWith: (key: Uint8Array) => Promise<boolean>;
  readonly passkeys: () => readonly PasskeyAsk[];
  /** Lets a passkey's secret open what the passphrase opens. */
  readonly addPasskey: (ask: PasskeyAsk, secret: Uint8Array) => Promise<void>;
  readonly openWithPasskey: (credential: Uint8Array, secret: Uint8Array) => Promise<boolean>;
  readonly removePasskeys: () => Promise<void>;
  /** Opens everything for good. */
  readonly remove: () => Promise<void>;
  /** Ends sealing, at the start after it, and goes on with opening that was cut off; does nothing otherwise. */
  readonly goOn: () => Promise<void>;
  /** Does what another tab of this person has done. */
  readonly follow: (turn: Turn) => Promise<void>;
};

/** The key that another tab must have from now on, and whether it seals what it writes. */
export type Turn = { readonly key: Bytes; readonly seals: boolean };

/** What a keyring stands on; a test gives fewer rounds and its own clock. */
export type KeyringParts = {
  readonly read: <T>(ask: (database: Database) => Promise<T>) => Promise<T>;
  readonly settings: Settings;
  readonly vault: Vault;
  /** Tells the other tabs of this person. */
  readonly tell?: (turn: Turn) => void;
  readonly rounds?: number;
  readonly now?: () => number;
};

export async function openKeyring(parts: KeyringParts): Promise<Keyring> {
  const { read, settings, vault, tell = () => undefined, rounds = ROUNDS, now = Date.now } = parts;
  let key: Bytes | null = null;
  let kept = await settings.get<Ring | Digest | null>(NAME, null);

  /** What changes the ring is done by one after the other. */
  let turn: Promise<unknown> = Promise.resolve();

  function inTurn(act: () => Promise<void>): Promise<void> {
    const done = turn.then(act);
    turn = done.catch(() => undefined);
    return done;
  }

  function ring(): Ring | null {
    return kept !== null && 'ways' in kept ? kept : null;
  }

  async function keep(next: Ring | null): Promise<void> {
    await settings.set(NAME, next);
    kept = next;
  }

  async function take(given: Bytes): Promise<void> {
    const cipher = await cipherOf(given);
    key = given;
    vault.use(cipher, ring()?.state !== 'opening');
  }

  async function open(passphrase: string): Promise<boolean> {
    await mayGuess();
    if (kept !== null && 'digest' in kept) return openDigest(kept, passphrase);
    const held = ring();
    const way = held?.ways.find((one) => one.is === 'passphrase');
    if (held === null || way === undefined) return false;
    return unwrap(held, way, await stretch(passphrase, way.salt, way.rounds));
  }

  /** A tablet of an earlier release: the same words seal what lay open. */
  async function openDigest(before: Digest, passphrase: string): Promise<boolean> {
    const found = await stretch(passphrase, before.salt, before.rounds);
    const fits = found.every((byte, place) => byte === before.digest[place]);
    await settle(fits);
    if (fits) await choose(passphrase);
    return fits;
  }

  async function unwrap(held: Ring, way: Ring['ways'][number], secret: Uint8Array): Promise<boolean> {
    const found = openQuietly(await cipherOf(secret), way.wrapped, nameOf(held, way));
    await settle(found !== null);
    if (found === null) return false;
    await take(found);
    return true;
  }

  async function openWith(given: Uint8Array): Promise<boolean> {
    const held = ring();
    // Of a bare key no way can tell whether it is the right one; what was sealed under it can.
    const proof = await settings.get<Bytes | null>(PROOF, null);
    if (held === null || proof === null) return false;
    if (openQuietly(await cipherOf(given), proof, held.id) === null) return false;
    await take(new Uint8Array(given));
    return true;
  }

  async function choose(passphrase: string): Promise<void> {
    const held = ring();
    if (held !== null && key === null) throw refuse('store_locked', 'A passphrase is changed on an open tablet.');
    const mine = key ?? crypto.getRandomValues(new Uint8Array(32));
    const id = held?.id ?? makeUuid4(crypto.getRandomValues(new Uint8Array(16)));
    const salt = crypto.getRandomValues(new Uint8Array(16));
    const way = { is: 'passphrase' as const, salt, rounds };
    const wrapper = await cipherOf(await stretch(passphrase, salt, rounds));
    const wrapped = wrapper.seal(mine, nameOf({ id }, way));
    const others = held?.ways.filter((one) => one.is !== 'passphrase') ?? [];
    await settings.set(PROOF, (await cipherOf(mine)).seal(new Uint8Array(1), id));
    // From here on whatever is written is sealed, and a start that finds this ring asks for the key.
    await keep({ id, state: held?.state === 'sealed' ? 'sealed' : 'sealing', ways: [...others, { ...way, wrapped }] });
    await take(mine);
    tell({ key: mine, seals: true });
    // The next start walks once more, for what another tab may have written the old way meanwhile.
    if (held?.state !== 'sealed') await resealAll(read);
  }

  async function addPasskey(ask: PasskeyAsk, secret: Uint8Array): Promise<void> {
    const held = ring();
    if (held === null || key === null) throw refuse('store_locked', 'A passkey is added to an open tablet.');
    const way = { is: 'passkey' as const, ...ask };
    const wrapped = (await cipherOf(secret)).seal(key, nameOf(held, way));
    await keep({ ...held, ways: [...held.ways, { ...way, wrapped }] });
  }

  async function openWithPasskey(credential: Uint8Array, secret: Uint8Array): Promise<boolean> {
    const held = ring();
    const way = held?.ways.find((one) => one.is === 'passkey' && isSame(one.credential, credential));
    return held === null || way === undefined ? false : unwrap(held, way, secret);
  }

  async function remove(): Promise<void> {
    const held = ring();
    if (held === null) return keep(null);
    if (key === null) throw refuse('store_locked', 'Only an open tablet can be opened for good.');
    await keep({ ...held, state: 'opening' });
    await take(key);
    tell({ key, seals: false });
    await resealAll(read);
    // What another tab had under way when it was told is on the disk by then; without the key it would be lost.
    await new Promise((resolve) => setTimeout(resolve, UNDER_WAY_MS));
    await goOn();
  }

  async function goOn(): Promise<void> {
    const held = ring();
    if (held === null || held.state === 'sealed' || key === null) return;
    await resealAll(read);
    if (held.state === 'sealing') return keep({ ...held, state: 'sealed' });
    await keep(null);
    await settings.set(PROOF, null);
    key = null;
  }

  /** Raises `too_many_guesses`, with the wait, after too many wrong ones in a row. */
  async function mayGuess(): Promise<void> {
    const { wrong, at_ms } = await settings.get<Guesses>(GUESSES, { wrong: 0, at_ms: 0 });
    if (wrong <= FREE_GUESSES) return;
    const wait_ms = Math.min(FIRST_WAIT_MS * 2 ** (wrong - FREE_GUESSES - 1), LONGEST_WAIT_MS);
    // A clock that was set back makes nobody wait longer than the whole wait.
    const left_ms = Math.min(at_ms + wait_ms - now(), wait_ms);
    if (left_ms > 0)
      throw refuse('too_many_guesses', 'Too many wrong guesses.', { wait_s: Math.ceil(left_ms / 1_000) });
  }

  async function settle(isRight: boolean): Promise<void> {
    const { wrong } = await settings.get<Guesses>(GUESSES, { wrong: 0, at_ms: 0 });
    if (isRight && wrong === 0) return;
    await settings.set(GUESSES, { wrong: isRight ? 0 : wrong + 1, at_ms: now() });
  }

  async function follow(turn: Turn): Promise<void> {
    kept = await settings.get<Ring | Digest | null>(NAME, null);
    const cipher = await cipherOf(turn.key);
    key = turn.key;
    vault.use(cipher, turn.seals);
  }

  async function removePasskeys(): Promise<void> {
    const held = ring();
    if (held !== null) await keep({ ...held, ways: held.ways.filter((one) => one.is !== 'passkey') });
  }

  return {
    isSet: () => kept !== null,
    // A tablet of an earlier release asks at its start too, though nothing is sealed yet.
    isOpen: () => kept === null || key !== null,
    id: () => ring()?.id ?? null,
    key: () => key,
    choose: (passphrase) => inTurn(() => choose(passphrase)),
    open,
    openWith,
    passkeys: () => ring()?.ways.filter((one) => one.is === 'passkey') ?? [],
    addPasskey: (ask, secret) => inTurn(() => addPasskey(ask, secret)),
    openWithPasskey,
    removePasskeys: () => inTurn(removePasskeys),
    remove: () => inTurn(remove),
    goOn: () => inTurn(goOn),
    follow: (turn) => inTurn(() => follow(turn)),
  };
}

/** A byte sealed under the key: whether another key is the right one can be told without opening anything. */
const PROOF = 'lock.proof';

/** Walks until nothing is left that is not the way the vault has it: another tab may still have written the old way. */
async function resealAll(read: KeyringParts['read']): Promise<void> {
  let changed = 1;
  while (changed > 0) {
    changed = 0;
    for (const store of SEALED_STORES) changed += await resealStore(read, store);
  }
}

async function resealStore(read: KeyringParts['read'], store: (typeof SEALED_STORES)[number]): Promise<number> {
  let after: IDBValidKey | null = null;
  let changed = 0;
  do {
    const from: Stretch = { after, count: store === 'blob_bytes' ? 2 : STEP };
    const done: Resealed = await read((database) => resealSome(database, store, from));
    after = done.last;
    changed += done.changed;
  } while (after !== null);
  return changed;
}

async function cipherOf(secret: Uint8Array): Promise<Cipher> {
  const { makeCipher } = await import('./cipher');
  return makeCipher(secret);
}

function openQuietly(cipher: Cipher, sealed: Uint8Array, about: string): Bytes | null {
  try {
    return cipher.open(sealed, about);
  } catch {
    // It does not open: that is the answer.
    return null;
  }
}

function nameOf({ id }: Pick<Ring, 'id'>, way: { readonly is: string }): string {
  return `${id} by ${way.is}`;
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, place) => byte === other[place]);
}

/** One text, however a keyboard composes its letters. */
async function stretch(passphrase: string, salt: Bytes, rounds: number): Promise<Uint8Array> {
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const key = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, key, 256);
  return new Uint8Array(bits);
}
