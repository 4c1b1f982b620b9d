/** Two visits to one lesson, and the decision that comes of comparing them. */
import { hashProtocol } from '../../core/protocol-hash';
import type { Protocol } from '../../core/protocol';
import type { Fields, Id, ObservationFields, ProtocolFields, Shown } from '../../core/types';
import type { Store } from '../../store';
import { watchVisits, type Watched } from './goals';
import { keepAnswer, type Answer } from './live.svelte';
import { create, edit } from './records';
import { listVisits } from './visits';

/** How far apart two recordings of one lesson may begin. */
const NEAR_MS = 30 * 60_000;

export type Pairing = {
  readonly own: Watched | null;
  readonly other: Watched | null;
  /** Visits to the same teacher at about the same time, and those that were told to be of the same lesson. */
  readonly candidates: readonly Shown<ObservationFields>[];
};

/** Keeps a visit, the one it is compared with, and others that may be of the same lesson. */
export function keepPairing(store: Store, own: () => Id, other: () => Id | null): Answer<Pairing> {
  return keepAnswer(
    store,
    ['observation', 'evidence', 'protocol'],
    async () => {
      const visits = await listVisits(store);
      const row = visits.find((visit) => visit.record === own());
      const candidates = row === undefined ? [] : visits.filter((visit) => isOfLesson(row, visit));
      const second = visits.find((visit) => visit.record === (other() ?? row?.fields.paired_with));
      const watched = await watchVisits(
        store,
        [row, second].filter((one) => one !== undefined),
      );
      const find = (id: Id | undefined): Watched | null => watched.find((one) => one.row.record === id) ?? null;
      return { own: find(row?.record), other: find(second?.record), candidates };
    },
    () => [own(), other()],
  );
}

function isOfLesson(row: Shown<ObservationFields>, visit: Shown<ObservationFields>): boolean {
  if (visit.record === row.record || visit.fields.teacher !== row.fields.teacher) return false;
  const apart = Math.abs(Date.parse(visit.fields.started_at) - Date.parse(row.fields.started_at));
  return apart <= NEAR_MS || row.fields.paired_with === visit.record || visit.fields.paired_with === row.record;
}

/** Says that two visits are of one lesson; only an own visit is written to. */
export async function pair(store: Store, own: Watched, other: Id): Promise<void> {
  if (own.row.fields.paired_with !== other) await edit(store, own.row, { paired_with: other });
}

/**
 * Makes the next version of a protocol, in which a code has another look-for. Gives its number. What was taken with the
 * version before keeps it.
 */
export async function decide(
  store: Store,
  protocol: Protocol,
  code: string,
  lookFor: Record<string, string>,
): Promise<number> {
  const rows = (await store.list('protocol')).filter((row) => row.fields.slug === protocol.id);
  const version = Math.max(protocol.version, ...rows.map((row) => row.fields.version)) + 1;
  const newest = rows.sort((one, other) => other.fields.version - one.fields.version)[0]?.fields.body ?? protocol;
  const body = withLookFor(newest as Fields, { code, version, lookFor });
  const fields: ProtocolFields = { slug: protocol.id, version, hash: await hashProtocol(body), body };
  await create(store, 'protocol', rows[0]?.scope ?? `space:${readSpace(store)}`, fields);
  return version;
}

type Decision = { readonly code: string; readonly version: number; readonly lookFor: Record<string, string> };

function withLookFor(body: Fields, { code, version, lookFor }: Decision): Fields {
  const codes = (body['codes'] as readonly Fields[]).map((one) =>
    one['id'] === code ? { ...one, look_for: lookFor } : one,
  );
  return { ...body, version, codes };
}

/** A library protocol that the district does not have as a record cannot be changed here. */
function readSpace(store: Store): Id {
  throw new Error(`no version of this protocol is a record of the district of ${store.user.id}`);
}
