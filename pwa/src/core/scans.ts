/** Sweeps over the room, and ratings: what is recorded at a moment of the observer's choosing. */
import type { Id } from './types';
import type { Item, Modifiers } from './evidence';
import { findCode, isExclusive, trackOf } from './protocol';
import type { Protocol } from './protocol';
import { sweepAt } from './sweep-times';

/** So many people with a code, or one seat with it. */
export type Sighting = {
  readonly code: string;
  readonly n: number;
  readonly subject: string | null;
  readonly modifiers: Modifiers;
  readonly item: Id;
};

export type Sweep = {
  readonly index: number;
  readonly t_ms: number;
  readonly sightings: readonly Sighting[];
  /** How many people have each code. */
  readonly codes: Readonly<Record<string, number>>;
};

export type Rating = {
  readonly code: string;
  readonly t_ms: number;
  readonly item: Id;
  /** The level, or 1 seen and 0 not seen; null is not applicable. */
  readonly value: number | null;
  /** Counted from 0; null when the scale is given once a lesson. */
  readonly segment: number | null;
};

/** Make the sweeps in order; of two records of one seat or exclusive lane in one sweep the later counts. */
export function makeSweeps(protocol: Protocol, items: readonly Item[]): readonly Sweep[] {
  const groups = new Map<number, Item[]>();
  for (const item of items.filter(({ fields }) => fields.action === 'sweep' && findCode(protocol, fields.code ?? ''))) {
    const index = item.fields.interval ?? sweepAt(protocol, item.fields.t_ms);
    const group = groups.get(index);
    if (group) group.push(item);
    else groups.set(index, [item]);
  }
  return [...groups].sort(([a], [b]) => a - b).map(([index, group]) => makeSweep(protocol, index, group));
}

function makeSweep(protocol: Protocol, index: number, group: readonly Item[]): Sweep {
  const sightings = new Map<string, Sighting>();
  for (const { record, fields } of group) {
    const sighting = {
      code: fields.code ?? '',
      n: fields.value ?? 1,
      subject: fields.subject ?? null,
      modifiers: fields.modifiers ?? {},
      item: record,
    };
    const place = placeOf(protocol, fields) ?? `item ${record}`;
    sightings.delete(place);
    sightings.set(place, sighting);
  }
  const codes: Record<string, number> = {};
  for (const { code, n } of sightings.values()) codes[code] = (codes[code] ?? 0) + n;
  return { index, t_ms: group[0]?.fields.t_ms ?? 0, sightings: [...sightings.values()], codes };
}

/** What only one record of a sweep can fill: a seat, or else an exclusive lane; undefined where many can stand. */
function placeOf(protocol: Protocol, { code, subject }: Item['fields']): string | undefined {
  if (subject !== undefined) return `seat ${subject}`;
  const lane = laneOf(protocol, code ?? '');
  return lane === undefined ? undefined : `lane ${lane}`;
}

/** The exclusive lane that a code stands in, if it does. */
export function laneOf(protocol: Protocol, id: string): string | undefined {
  const code = findCode(protocol, id);
  return code !== undefined && isExclusive(protocol, code) ? trackOf(protocol, code) : undefined;
}

/** Make the ratings that hold: of several of one item (and segment) the last. */
export function makeRatings(protocol: Protocol, items: readonly Item[]): readonly Rating[] {
  const last = new Map<string, Rating>();
  for (const item of items.filter(({ fields }) => fields.action === 'rate' || fields.action === 'check')) {
    const rating = makeRating(protocol, item);
    if (rating) last.set(`${rating.code} ${rating.segment}`, rating);
  }
  return [...last.values()];
}

function makeRating(protocol: Protocol, { record, fields }: Item): Rating | undefined {
  const item = protocol.items.find((each) => each.id === fields.code);
  if (!item) return undefined;
  const isSegmented = protocol.scales.find((scale) => scale.id === item.scale)?.per === 'segment';
  const segment = isSegmented ? (fields.interval ?? segmentAt(protocol, fields.t_ms)) : null;
  return { code: item.id, t_ms: fields.t_ms, item: record, value: fields.value ?? null, segment };
}

/** The segment in which a moment lies, its scoring break included; the last one afterwards. */
export function segmentAt(protocol: Protocol, t_ms: number): number {
  let end = 0;
  const at = protocol.segments.findIndex((segment) => {
    end += (segment.length_s + (segment.scoring_s ?? 0)) * 1000;
    return t_ms < end;
  });
  return at < 0 ? Math.max(0, protocol.segments.length - 1) : at;
}
