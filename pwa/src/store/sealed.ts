/**
 * The database as the rest of the store sees it: what people wrote, whom it is about and every photo lie sealed on the
 * disk and are open in memory. Ids, kinds, scopes, numbers, times and fates stay readable: the indexes stand on them.
 */
import { unwrap } from 'idb';
import type { IDBPDatabase } from 'idb';

import type { Schema } from './schema';
import type { Vault } from './vault';

export type Database = IDBPDatabase<Schema>;

type StoreName = 'changes' | 'rows_a' | 'rows_b' | 'blobs' | 'blob_bytes' | 'settings';
type Call = (...given: unknown[]) => unknown;
type Calls = Readonly<Record<string, Call>>;
type Value = Readonly<Record<string, unknown>>;

/** How the values of one store are sealed. `key` is what they lie under, where that is no part of them. */
type Rule = {
  readonly seal: (value: unknown, vault: Vault, key?: unknown) => unknown;
  readonly open: (value: unknown, vault: Vault, key?: unknown) => unknown;
};

/** Settings that are read before anybody has opened the tablet. */
const CLEAR = /^(lock(\..*)?|preferences)$/;

const RULES: Readonly<Record<StoreName, Rule>> = {
  changes: sealParts('changes', ['fields'], 'id'),
  rows_a: sealParts('rows', ['fields', 'versions'], 'record'),
  rows_b: sealParts('rows', ['fields', 'versions'], 'record'),
  blobs: sealParts('blobs', ['draft'], 'record'),
  blob_bytes: sealWhole('blob_bytes', { toBytes: (data) => new Uint8Array(data as ArrayBuffer), fromBytes }),
  settings: sealWhole('settings', { toBytes: (value) => toBytes([value]), fromBytes: fromText }, CLEAR),
};

export const SEALED_STORES = Object.keys(RULES) as readonly StoreName[];

const raws = new WeakMap<object, { readonly raw: IDBPDatabase<Schema>; readonly vault: Vault }>();

/** Dresses a database so that values are sealed on their way in and opened on their way out. */
export function sealDatabase(raw: IDBPDatabase<Schema>, vault: Vault): Database {
  const calls = raw as unknown as Calls;
  const dressed = dress(raw, {
    transaction: (...given) => dressTransaction(call(calls, 'transaction', given) as object, vault),
    get: async (store, key) => openOne(store, await call(calls, 'get', [store, key]), vault, key),
    getAll: async (store, ...rest) => openAll(store, await call(calls, 'getAll', [store, ...rest]), vault),
    getFromIndex: async (store, ...rest) => openOne(store, await call(calls, 'getFromIndex', [store, ...rest]), vault),
    getAllFromIndex: async (store, ...rest) =>
      openAll(store, await call(calls, 'getAllFromIndex', [store, ...rest]), vault),
    put: (store, value, key) => call(calls, 'put', [store, sealOne(store, value, vault, key), ...given(key)]),
    add: (store, value, key) => call(calls, 'add', [store, sealOne(store, value, vault, key), ...given(key)]),
  });
  raws.set(dressed, { raw, vault });
  return dressed;
}

/** The database of the browser itself, for a write that no wrapper may slow down, and how that write seals and opens. */
export function bareOf(database: Database): {
  readonly bare: IDBDatabase;
  readonly seal: <T>(store: StoreName, value: T) => T;
  readonly open: <T>(store: StoreName, value: T) => T;
} {
  const { raw, vault } = find(database);
  return {
    bare: unwrap(raw),
    seal: (store, value) => sealOne(store, value, vault) as typeof value,
    open: (store, value) => openOne(store, value, vault) as typeof value,
  };
}

/** The values behind a key, so many of them; null is the beginning. */
export type Stretch = { readonly after: IDBValidKey | null; readonly count: number };

/** The last key looked at, null at the end, and how many values were written anew. */
export type Resealed = { readonly last: IDBValidKey | null; readonly changed: number };

/** Writes the values of one store anew that do not lie on the disk the way the vault has them now. */
export async function resealSome(database: Database, store: StoreName, from: Stretch): Promise<Resealed> {
  const { raw, vault } = find(database);
  const transaction = raw.transaction(store, 'readwrite');
  const held = transaction.objectStore(store);
  const range = from.after === null ? null : IDBKeyRange.lowerBound(from.after, true);
  const [keys, values] = await Promise.all([
    held.getAllKeys(range, from.count) as Promise<IDBValidKey[]>,
    held.getAll(range, from.count) as Promise<unknown[]>,
  ]);
  let changed = 0;
  for (const [place, value] of values.entries()) {
    const key = keys[place];
    const anew = sealOne(store, openOne(store, value, vault, key), vault, key);
    if (isSealed(anew) === isSealed(value)) continue;
    changed += 1;
    const put = held as unknown as Calls;
    void call(put, 'put', held.keyPath === null ? [anew, key] : [anew]);
  }
  await transaction.done;
  return { last: keys.at(-1) ?? null, changed };
}

function find(database: Database): { readonly raw: IDBPDatabase<Schema>; readonly vault: Vault } {
  const found = raws.get(database);
  if (found === undefined) throw new Error('this is no database of a store');
  return found;
}

function dressTransaction(raw: object, vault: Vault): object {
  const calls = raw as Calls;
  const dressStore = (store: object): object => dressHeld((store as { name: string }).name, store, vault);
  return dress(raw, { objectStore: (name) => dressStore(call(calls, 'objectStore', [name]) as object) }, () =>
    dressStore((raw as { store: object }).store),
  );
}

/** A store, or an index of it. */
function dressHeld(store: string, raw: object, vault: Vault): object {
  const calls = raw as Calls;
  return dress(raw, {
    get: async (key) => openOne(store, await call(calls, 'get', [key]), vault, key),
    getAll: async (...given) => openAll(store, await call(calls, 'getAll', given), vault),
    put: (value, key) => call(calls, 'put', [sealOne(store, value, vault, key), ...given(key)]),
    add: (value, key) => call(calls, 'add', [sealOne(store, value, vault, key), ...given(key)]),
    index: (name) => dressHeld(store, call(calls, 'index', [name]) as object, vault),
  });
}

function dress<T extends object>(raw: T, own: Calls, store?: () => object): T {
  return new Proxy(raw, {
    get: (_, name) => {
      if (typeof name === 'string' && Object.hasOwn(own, name)) return own[name];
      if (name === 'store' && store !== undefined) return store();
      const value: unknown = Reflect.get(raw, name);
      return typeof value === 'function' ? (value.bind(raw) as unknown) : value;
    },
  });
}

function call(on: Calls, name: string, given: readonly unknown[]): unknown {
  return on[name]?.(...given);
}

function given(key: unknown): readonly unknown[] {
  return key === undefined ? [] : [key];
}

function sealOne(store: unknown, value: unknown, vault: Vault, key?: unknown): unknown {
  return vault.seals() ? (ruleOf(store)?.seal(value, vault, key) ?? value) : value;
}

function openOne(store: unknown, value: unknown, vault: Vault, key?: unknown): unknown {
  return isSealed(value) ? (ruleOf(store)?.open(value, vault, key) ?? value) : value;
}

function openAll(store: unknown, values: unknown, vault: Vault): unknown {
  return (values as readonly unknown[]).map((value) => openOne(store, value, vault));
}

function ruleOf(store: unknown): Rule | undefined {
  return (RULES as Readonly<Record<string, Rule | undefined>>)[store as string];
}

function isSealed(value: unknown): value is { readonly sealed: Uint8Array } {
  return typeof value === 'object' && value !== null && 'sealed' in value && ArrayBuffer.isView(value.sealed);
}

/** Seals some parts of a value, under the name of its store and its id. */
function sealParts(store: string, names: readonly string[], id: string): Rule {
  const nameOf = (value: Value): string => `${store}:${String(value[id])}`;
  return {
    seal: (value, vault) => {
      const entries = Object.entries(value as Value);
      const parts = Object.fromEntries(entries.filter(([name]) => names.includes(name)));
      const rest = Object.fromEntries(entries.filter(([name]) => !names.includes(name)));
      return { ...rest, sealed: vault.seal(toBytes(parts), nameOf(value as Value)) };
    },
    open: (value, vault) => {
      const { sealed, ...rest } = value as Value & { readonly sealed: Uint8Array };
      return { ...rest, ...(parse(vault.open(sealed, nameOf(rest))) as Value) };
    },
  };
}

type Bytes = { readonly toBytes: (value: unknown) => Uint8Array; readonly fromBytes: (bytes: Uint8Array) => unknown };

/** Seals a value whole, under the name of its store and its key; not those whose key is `clear`. */
function sealWhole(store: string, { toBytes: from, fromBytes: to }: Bytes, clear?: RegExp): Rule {
  const nameOf = (key: unknown): string => {
    if (typeof key !== 'string') throw new Error(`${store} is read by key`);
    return `${store}:${key}`;
  };
  return {
    seal: (value, vault, key) =>
      clear?.test(String(key)) === true ? value : { sealed: vault.seal(from(value), nameOf(key)) },
    open: (value, vault, key) => to(vault.open((value as { sealed: Uint8Array }).sealed, nameOf(key))),
  };
}

function toBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function parse(bytes: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(bytes));
}

function fromText(bytes: Uint8Array): unknown {
  return (parse(bytes) as readonly unknown[])[0];
}

function fromBytes(bytes: Uint8Array): unknown {
  return bytes.buffer;
}
