/**
 * Timelines of several observers → the units that can be held side by side.
 *
 * A unit is a moment (continuous), an interval, or one seat in one sweep; a score is a rating or a count of a sweep.
 */
import type { Protocol } from '../protocol';
import { holds } from '../ranges';
import type { Range } from '../ranges';
import type { Timeline } from '../timeline';

/** Who was seen with what: sorted names as `nameOf` makes them. */
export type Said = readonly string[];
export type UnitKind = 'moment' | 'interval' | 'sighting';

/** What each observer said of one unit, in their order; null where one of them did not watch it. */
export type Unit = { readonly start_ms: number; readonly end_ms: number; readonly said: readonly (Said | null)[] };
/** What each observer gave a rating, or counted in a sweep; null where one of them did not. */
export type Score = { readonly start_ms: number; readonly code: string; readonly values: readonly (number | null)[] };

export function unitKind(protocol: Protocol): UnitKind {
  return ({ continuous: 'moment', interval: 'interval', sweep: 'sighting' } as const)[protocol.sampling.method];
}

/** The units of a lesson that at least one observer watched, in order of time. */
export function makeUnits(protocol: Protocol, timelines: readonly Timeline[], step_ms: number): readonly Unit[] {
  switch (unitKind(protocol)) {
    case 'moment':
      return makeMoments(timelines, step_ms);
    case 'interval':
      return sideBySide(timelines.map(readIntervals));
    case 'sighting':
      return sideBySide(timelines.map(readSightings));
  }
}

const BREAK = '\u0000';

/** Subject and code in one text, so that it can be compared and sorted. */
function nameOf(subject: string | null, code: string): string {
  return `${subject ?? ''}${BREAK}${code}`;
}

export function codeOf(name: string): string {
  return name.slice(name.indexOf(BREAK) + 1);
}

/** As people read it: the code, with the subject in front if there is one. */
export function showName(name: string): string {
  return name.startsWith(BREAK) ? name.slice(1) : name.replace(BREAK, ': ');
}

export function hasCode(said: Said, code: string): boolean {
  return said.some((name) => codeOf(name) === code);
}

const labels = new WeakMap<Said, string>();

/** Equal texts are equal opinions. */
export function labelOf(said: Said): string {
  const known = labels.get(said);
  if (known !== undefined) return known;
  const label = said.join('\u0001');
  labels.set(said, label);
  return label;
}

/** Equal texts are equal pairs of opinions. */
export function keyOf(first: Said, second: Said): string {
  return `${labelOf(first)}\u0002${labelOf(second)}`;
}

function makeMoments(timelines: readonly Timeline[], step_ms: number): readonly Unit[] {
  const end = Math.max(0, ...timelines.map((timeline) => timeline.observed.at(-1)?.[1] ?? 0));
  const count = Math.ceil(end / step_ms);
  const columns = timelines.map((timeline) => labelMoments(timeline, step_ms, count));
  return Array.from({ length: count }, (_, at) => ({
    start_ms: at * step_ms,
    end_ms: Math.min((at + 1) * step_ms, end),
    said: columns.map((column) => column[at] ?? null),
  })).filter((unit) => unit.said.some((said) => said !== null));
}

/** Labels each step with what holds at its instant; an event counts within half a step of it. */
function labelMoments(timeline: Timeline, step_ms: number, count: number): readonly (Said | null)[] {
  const changes = new Map<number, [name: string, by: 1 | -1][]>();
  const change = (at: number, name: string, by: 1 | -1): void => {
    const known = changes.get(at);
    if (known) known.push([name, by]);
    else changes.set(at, [[name, by]]);
  };
  for (const [from, to, name] of [...stepsOfSpans(timeline, step_ms), ...stepsOfEvents(timeline, step_ms)]) {
    if (from >= to) continue;
    change(Math.max(0, from), name, 1);
    change(to, name, -1);
  }
  const running = new Map<string, number>();
  let label: Said = [];
  return Array.from({ length: count }, (_, at) => {
    const here = changes.get(at);
    for (const [name, by] of here ?? []) {
      const times = (running.get(name) ?? 0) + by;
      if (times === 0) running.delete(name);
      else running.set(name, times);
    }
    // Steps between two changes share one label: it is compared and written down once.
    if (here) label = [...running.keys()].sort();
    return holds(timeline.observed, at * step_ms) ? label : null;
  });
}

/** From which step to before which one a name holds. */
type Steps = readonly (readonly [from: number, to: number, name: string])[];

function stepsOfSpans({ spans }: Timeline, step_ms: number): Steps {
  return spans.map(({ start_ms, end_ms, subject, code }) => [
    Math.ceil(start_ms / step_ms),
    Math.ceil(end_ms / step_ms),
    nameOf(subject, code),
  ]);
}

function stepsOfEvents({ events }: Timeline, step_ms: number): Steps {
  const twice = 2 * step_ms;
  return events
    .filter((event) => event.counted)
    .map(({ t_ms, subject, code }) => [
      Math.ceil((2 * t_ms - step_ms) / twice),
      Math.floor((2 * t_ms + step_ms) / twice) + 1,
      nameOf(subject, code),
    ]);
}

type Read = ReadonlyMap<string, readonly [key: readonly [number, string], where: Range, said: Said]>;

function readIntervals(timeline: Timeline): Read {
  return keyed(
    timeline.intervals
      .filter((interval) => interval.observed_ms > 0)
      .map(({ index, start_ms, end_ms, codes }) => [
        [index, ''],
        [start_ms, end_ms],
        Object.keys(codes)
          .map((code) => nameOf(null, code))
          .sort(),
      ]),
  );
}

function readSightings(timeline: Timeline): Read {
  return keyed(
    timeline.sweeps.flatMap(({ index, t_ms, sightings }) =>
      sightings.flatMap(({ subject, code }) =>
        subject === null ? [] : [[[index, subject], [t_ms, t_ms], [nameOf(null, code)]] as const],
      ),
    ),
  );
}

function keyed(rows: readonly (readonly [readonly [number, string], Range, Said])[]): Read {
  return new Map(rows.map((row) => [row[0].join(BREAK), row]));
}

function sideBySide(reads: readonly Read[]): readonly Unit[] {
  const rows = new Map(reads.flatMap((read) => [...read].reverse()).reverse());
  return [...rows]
    .sort(([, [a]], [, [b]]) => compareKeys(a, b))
    .map(([key, [, [start_ms, end_ms]]]) => ({
      start_ms,
      end_ms,
      said: reads.map((read) => read.get(key)?.[2] ?? null),
    }));
}

function compareKeys(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  const at = a.findIndex((part, place) => part !== b[place]);
  return at === -1 ? 0 : (a[at] ?? '') < (b[at] ?? '') ? -1 : 1;
}

/** Ratings by item and segment, and head counts by sweep and code. */
export function makeScores(timelines: readonly Timeline[]): readonly Score[] {
  const reads = timelines.map((timeline) => new Map([...readRatings(timeline), ...readCounts(timeline)]));
  const rows = new Map(reads.flatMap((read) => [...read].reverse()).reverse());
  return [...rows]
    .sort(([, a], [, b]) => compareKeys(a.key, b.key))
    .map(([name, { key, start_ms }]) => ({
      start_ms,
      code: key[2],
      values: reads.map((read) => read.get(name)?.value ?? null),
    }));
}

type Scored = { readonly key: readonly [string, number, string]; readonly start_ms: number; readonly value: number };

function readRatings(timeline: Timeline): readonly (readonly [string, Scored])[] {
  return timeline.ratings.flatMap(({ segment, code, t_ms, value }) =>
    value === null ? [] : [score(['rating', segment ?? -1, code], t_ms, value)],
  );
}

/** What was counted of people without seats; a code that a sweep lacks was counted 0. */
function readCounts(timeline: Timeline): readonly (readonly [string, Scored])[] {
  const seatless = timeline.sweeps.map((sweep) => sweep.sightings.filter(({ subject }) => subject === null));
  const codes = [...new Set(seatless.flat().map(({ code }) => code))];
  return timeline.sweeps.flatMap(({ index, t_ms }, at) =>
    codes.map((code) => {
      const of = (seatless[at] ?? []).filter((sighting) => sighting.code === code);
      return score(
        ['count', index, code],
        t_ms,
        of.reduce((sum, { n }) => sum + n, 0),
      );
    }),
  );
}

function score(key: Scored['key'], start_ms: number, value: number): readonly [string, Scored] {
  return [key.join(BREAK), { key, start_ms, value }];
}
