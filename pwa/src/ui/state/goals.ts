/** Measures over visits: what a goal, a next step and a trend rest on. */
import type { Seen } from '../../core/coaching/progress';
import { findBound, type Bound } from '../../core/coaching/nearest';
import { computeMeasure, type Measured } from '../../core/measures';
import type { Measure, Protocol } from '../../core/protocol';
import { say } from '../../core/says';
import { isBlank, makeTimeline, type Timeline } from '../../core/timeline';
import type { DateOn, GoalFields, Id, ObservationFields, Shown } from '../../core/types';
import type { Store } from '../../store';
import { orMissing } from './away.svelte';
import { findProtocol } from './protocols';

/**
 * A visit with its timeline, ready to be measured; null where its protocol is not on this tablet, it still runs, or its
 * evidence is at an office out of reach.
 */
export type Watched = {
  readonly row: Shown<ObservationFields>;
  readonly protocol: Protocol;
  readonly timeline: Timeline;
};

/** A timeline rests on these only; a visit that has not changed is not read again. */
const read = new Map<Id, { readonly key: string; readonly watched: Watched }>();

/** Reads visits that have ended, in their order; those that cannot be measured here are left out. */
export async function watchVisits(
  store: Store,
  visits: readonly Shown<ObservationFields>[],
): Promise<readonly Watched[]> {
  const found = await Promise.all(visits.map((row) => watchVisit(store, row)));
  return found.filter((one) => one !== null);
}

async function watchVisit(store: Store, row: Shown<ObservationFields>): Promise<Watched | null> {
  const ended_ms = row.fields.ended_ms ?? null;
  if (ended_ms === null) return null;
  const [known, evidence] = await Promise.all([
    findProtocol(store, row.fields),
    orMissing(row.record, store.evidenceOf(row.record)),
  ]);
  if (known === null || evidence === null) return null;
  const key = `${known.hash} ${row.rev} ${row.pending} ${JSON.stringify(row.fields.pauses)} ${ended_ms} ${evidence
    .map((item) => `${item.rev ?? ''}${item.pending ? JSON.stringify(item.fields) : ''}`)
    .join(' ')}`;
  const held = read.get(row.record);
  if (held?.key === key) return held.watched;
  const timeline = makeTimeline(known.body, row.fields, evidence, ended_ms);
  const watched = { row, protocol: known.body, timeline };
  read.set(row.record, { key, watched });
  return watched;
}

/**
 * The figure of a measure at a visit; null where its version has no such measure. A visit in which nothing was captured
 * has no shares: that nobody coded is not 0 %. That something was never seen is a count of 0 all the same.
 */
export function measureVisit({ protocol, timeline }: Watched, id: string, language: string): Measured | null {
  const measure = protocol.measures.find((one) => one.id === id);
  if (measure === undefined) return null;
  const measured = computeMeasure(protocol, timeline, measure, language);
  const isUnknown = measured.unit === 'percent' && isBlank(timeline);
  return isUnknown ? { ...measured, value: null, says: say('none', {}, language) } : measured;
}

/** What was seen of a goal's measure: at the visits taken with its protocol. */
export function seeMeasure(watched: readonly Watched[], slug: string | null | undefined, id: string): readonly Seen[] {
  return watched
    .filter(({ row }) => slug === null || slug === undefined || row.fields.protocol === slug)
    .map((visit) => ({
      observation: visit.row.record,
      on: dayOf(visit.row.fields.started_at),
      version: visit.row.fields.protocol_version,
      sampling: describeSampling(visit.protocol),
      value: measureVisit(visit, id, 'en')?.value ?? null,
    }));
}

/** The goal's measure in the newest version of its protocol; what it was like comes from the visits before. */
export function bindGoal(goal: GoalFields, newest: Protocol | undefined, watched: readonly Watched[]): Bound | null {
  if (newest === undefined) return null;
  const known = watched
    .filter(({ row }) => row.fields.protocol === goal.protocol)
    .map(({ protocol }) => protocol.measures.find((measure) => measure.id === goal.measure))
    .find((measure): measure is Measure => measure !== undefined);
  return findBound(newest, goal.measure, known);
}

function describeSampling({ sampling }: Protocol): string {
  return sampling.method === 'interval' ? `interval ${sampling.length_s} ${sampling.rule}` : sampling.method;
}

/** The date of an instant where the tablet is. */
export function dayOf(at: string): DateOn {
  const moment = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
