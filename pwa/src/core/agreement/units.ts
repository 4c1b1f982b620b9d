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

/** Equal texts are equal opinions. */
export function labelOf(said: Said): string {
  return said.join('\u0001');
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
  const labels: (string[] | undefined)[] = new Array(count);
  const put = (from: number, to: number, name: string): void => {
    for (let at = Math.max(0, from); at <= Math.min(to, count - 1); at += 1) {
      const label = labels[at];
      if (!label) labels[at] = [name];
      else if (!label.includes(name)) label.push(name);
    }
  };
  for (const { start_ms, end_ms, subject, code } of timeline.spans)
    put(Math.ceil(start_ms / step_ms), Math.ceil(end_ms / step_ms) - 1, nameOf(subject, code));
  for (const { counted, t_ms, subject, code } of timeline.events) {
    const twice = 2 * step_ms;
    if (counted)
      put(Math.ceil((2 * t_ms - step_ms) / twice), Math.floor((2 * t_ms + step_ms) / twice), nameOf(subject, code));
  }
  return Array.from(labels, (label, at) =>
    holds(timeline.observed, at * step_ms) ? (label?.sort() ?? NOTHING) : null,
  );
}

const NOTHING: Said = [];

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
