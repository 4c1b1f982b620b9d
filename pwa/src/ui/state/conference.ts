/** A conference with all that is looked at in it. */
import { computeMeasures } from '../../core/measures';
import type {
  ConferenceFields,
  CycleFields,
  Id,
  ObservationFields,
  PrivateNoteFields,
  Scope,
  Shown,
} from '../../core/types';
import type { Store } from '../../store';
import { watchVisits, type Watched } from './goals';
import { keepAnswer, type Answer } from './live.svelte';
import { create, edit } from './records';
import { listVisits } from './visits';

export type Talk = { readonly row: Shown<ConferenceFields>; readonly cycle: Id };

/** Keeps a conference; null when it is not on this tablet. Call it while a component is set up. */
export function keepConference(store: Store, id: Id): Answer<Talk | null> {
  return keepAnswer(store, ['conference'], async () => {
    const row = (await store.get(id)) as Shown<ConferenceFields> | null;
    if (row === null || row.kind !== 'conference') return null;
    return { row, cycle: row.scope.slice('cycle:'.length) };
  });
}

/** The visits to one teacher that can be measured here, the earliest first; none while there is no teacher yet. */
export function keepVisitsTo(store: Store, teacher: () => Id | null): Answer<readonly Watched[]> {
  return keepAnswer(
    store,
    ['observation', 'evidence', 'protocol'],
    async () => {
      const of = teacher();
      if (of === null) return [];
      const visits = (await listVisits(store)).filter((visit) => visit.fields.teacher === of);
      return watchVisits(store, [...visits].reverse());
    },
    teacher,
  );
}

export type Before = {
  readonly watched: Watched;
  /** The same version of the protocol: only then do its numbers mean the same. */
  readonly isComparable: boolean;
};

/** The last visit before one, to the same teacher and with the same protocol. */
export function findBefore(visits: readonly Watched[], row: Shown<ObservationFields>): Before | null {
  const earlier = visits.filter(
    ({ row: { record, fields } }) =>
      record !== row.record && fields.protocol === row.fields.protocol && fields.started_at < row.fields.started_at,
  );
  const watched = earlier.at(-1);
  if (watched === undefined) return null;
  return { watched, isComparable: watched.row.fields.protocol_hash === row.fields.protocol_hash };
}

/** What the charts lay their ghost bars from. */
export function measureBefore({ watched }: Before, language: string) {
  return { measures: computeMeasures(watched.protocol, watched.timeline, language), on: watched.row.fields.started_at };
}

/** The conference about a visit, if one was arranged. */
export function keepConferenceOn(store: Store, observation: Id): Answer<Shown<ConferenceFields> | null> {
  return keepAnswer(store, ['conference'], async () => {
    const rows = (await store.list('conference')).filter((row) => row.fields.observation === observation);
    return rows.at(-1) ?? null;
  });
}

/** Arranges the conference about a visit in its cycle. */
export function arrange(store: Store, cycle: Id, fields: ConferenceFields): Promise<Id> {
  return create(store, 'conference', `cycle:${cycle}`, fields);
}

/** Puts a visit into a cycle. */
export function assign(store: Store, visit: Shown<ObservationFields>, cycle: Id): Promise<void> {
  return edit(store, visit, { cycle });
}

export function keepOwnCycles(store: Store, teacher: () => Id | null): Answer<readonly Shown<CycleFields>[]> {
  return keepAnswer(
    store,
    ['cycle'],
    async () => {
      const of = teacher();
      return (await store.list('cycle')).filter((row) => of !== null && (row.fields.teachers ?? []).includes(of));
    },
    teacher,
  );
}

/** Own notes beside a visit; nobody else reads them. */
export function keepPrivateNote(store: Store, on: Id): Answer<Shown<PrivateNoteFields> | null> {
  const scope: Scope = `user:${store.user.id}`;
  return keepAnswer(store, ['private_note'], async () => {
    const rows = await store.list('private_note', { scope });
    return rows.find((row) => row.fields.for === on) ?? null;
  });
}

export async function writePrivateNote(
  store: Store,
  on: Id,
  held: Shown<PrivateNoteFields> | null,
  text: string,
): Promise<void> {
  if (held !== null) await edit(store, held, { text });
  else if (text.trim() !== '') await create(store, 'private_note', `user:${store.user.id}`, { text, for: on });
}
