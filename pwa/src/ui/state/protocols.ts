/** The protocols at hand: those of the space, and the library that ships with the app. */
import type { Protocol } from '../../core/protocol';
import type { ObservationFields, ProtocolFields, Shown } from '../../core/types';
import type { LessonStore, Store } from '../../store';

export type KnownProtocol = {
  readonly slug: string;
  readonly version: number;
  readonly hash: string;
  readonly body: Protocol;
};

type Wanted = Pick<ObservationFields, 'protocol' | 'protocol_version' | 'protocol_hash'>;

/** The protocols that sync brought; it never loads the library, which is large beside the first screen. */
export async function listStored(store: Pick<Store, 'list'>): Promise<readonly KnownProtocol[]> {
  return (await store.list('protocol')).map(toKnown);
}

/** What a coach can start now: the newest version of each protocol that is not retired. */
export async function listProtocols(store: Store): Promise<readonly KnownProtocol[]> {
  const own = (await store.list('protocol')).filter((row) => row.fields.retired !== true).map(toKnown);
  const known = own.length > 0 ? own : await loadLibrary();
  const newest = new Map<string, KnownProtocol>();
  for (const protocol of known) {
    const held = newest.get(protocol.slug);
    if (held === undefined || held.version < protocol.version) newest.set(protocol.slug, protocol);
  }
  return [...newest.values()];
}

/** The very version that an observation was taken with; null if it is not on this tablet. */
export async function findProtocol(store: LessonStore, wanted: Wanted): Promise<KnownProtocol | null> {
  return pickProtocol(await listStored(store), wanted);
}

/** As `findProtocol`, where what the tablet keeps was read already. */
export async function pickProtocol(stored: readonly KnownProtocol[], wanted: Wanted): Promise<KnownProtocol | null> {
  const own = stored.find((held) => isWanted(held, wanted));
  return own ?? (await loadLibrary()).find((held) => isWanted(held, wanted)) ?? null;
}

function isWanted(held: KnownProtocol, wanted: Wanted): boolean {
  if (held.slug !== wanted.protocol) return false;
  return held.hash === wanted.protocol_hash && held.version === wanted.protocol_version;
}

/** The server checks each body against the schema before it takes the record, so its shape is known. */
function toKnown(row: Shown<ProtocolFields>): KnownProtocol {
  const { slug, version, hash, body } = row.fields;
  return { slug, version, hash, body: fillLists(body as Protocol) };
}

async function loadLibrary(): Promise<readonly KnownProtocol[]> {
  const library = (await import('../../generated/library.json')).default;
  return library.map((held) => ({ ...held, body: fillLists(held.body as unknown as Protocol) }));
}

/** A list that a file leaves out is empty. */
function fillLists(body: Protocol): Protocol {
  const lists = ['modifiers', 'subjects', 'timers', 'scales', 'items', 'context', 'exclude', 'segments'] as const;
  const empty = Object.fromEntries([...lists, 'measures', 'displays', 'prompts'].map((name) => [name, []]));
  return { ...empty, ...body };
}
