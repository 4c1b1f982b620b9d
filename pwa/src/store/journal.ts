/** What is kept outside IndexedDB: changes that could not be stored yet, and the last number given. */
import type { Id } from '../core/types';
import type { Unnumbered } from './tap';
import type { Vault } from './vault';

/** The part of `localStorage` that is used. */
export type SmallStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

/** The last number that a device gave, kept so that a cleared database is noticed. */
export type Remembered = { readonly device: Id; readonly epoch: number; readonly n: number };

/** Changes as they lie there on a tablet whose data is sealed, in hexadecimal digits. */
type SealedText = { readonly sealed: string };

export type Journal = {
  /** What any tab of this user left behind; adopting it makes this tab answer for it. */
  readonly adopt: () => readonly Unnumbered[];
  /** Gives whether the browser took them: with a full or forbidden localStorage they are in memory alone. */
  readonly write: (changes: readonly Unnumbered[]) => boolean;
  readonly readRemembered: () => Remembered | null;
  readonly remember: (last: Remembered) => void;
};

/** Opens the journal of a user in one tab; `tab` is any text that no other tab uses. */
export function openJournal(user: Id, tab: string, storage: SmallStorage, vault: Vault): Journal {
  const prefix = `backrow.journal.${user}.`;
  const last = `backrow.last.${user}`;
  let adopted: readonly string[] = [];

  function sealText(changes: readonly Unnumbered[], name: string): readonly Unnumbered[] | SealedText {
    if (!vault.seals()) return changes;
    return { sealed: bytesToHex(vault.seal(new TextEncoder().encode(JSON.stringify(changes)), name)) };
  }

  function openText(found: readonly Unnumbered[] | SealedText, name: string): readonly Unnumbered[] {
    if (!('sealed' in found)) return found;
    return JSON.parse(new TextDecoder().decode(vault.open(hexToBytes(found.sealed), name))) as readonly Unnumbered[];
  }

  return {
    adopt: () => {
      adopted = namesUnder(prefix, storage);
      return adopted.flatMap((name) =>
        openText(parse<readonly Unnumbered[] | SealedText>(storage.getItem(name)) ?? [], name),
      );
    },
    write: (waiting) => {
      const taken =
        waiting.length === 0
          ? remove(storage, prefix + tab)
          : put(storage, prefix + tab, sealText(waiting, prefix + tab));
      if (taken) adopted.filter((name) => name !== prefix + tab).forEach((name) => storage.removeItem(name));
      return taken;
    },
    readRemembered: () => parse<Remembered>(storage.getItem(last)),
    remember: (now) => {
      put(storage, last, now);
    },
  };
}

function bytesToHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function hexToBytes(text: string): Uint8Array {
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function namesUnder(prefix: string, storage: SmallStorage): readonly string[] {
  const names = Array.from({ length: storage.length }, (_, place) => storage.key(place));
  return names.filter((name) => name !== null).filter((name) => name.startsWith(prefix));
}

/** Text that this module wrote itself, so its form is known; text cut short by a crash counts as none. */
function parse<T>(text: string | null): T | null {
  if (text === null) return null;
  try {
    return JSON.parse(text) as T;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function put(storage: SmallStorage, key: string, value: unknown): boolean {
  try {
    storage.setItem(key, JSON.stringify(value));
    return true;
  } catch (error) {
    // QuotaExceededError or SecurityError: the caller says so on the screen.
    if (error instanceof DOMException) return false;
    throw error;
  }
}

function remove(storage: SmallStorage, key: string): boolean {
  storage.removeItem(key);
  return true;
}
