/**
 * Evidence → timeline: the spans, events, intervals, sweeps, ratings and notes of one observation.
 *
 * A state that runs at a pause or at the end is closed there; whoever resumes taps anew. What cannot have happened (a stop
 * without a start, a second start) is shown as an open span and never repaired.
 */
import type { EvidenceFields, Id, ObservationFields } from './types';
import { withoutCleared } from './evidence';
import type { Item, Modifiers } from './evidence';
import { findCode, intervalAt, ruleOf, stepOf, subjectAt } from './protocol';
import type { IntervalRule, IntervalSampling, Protocol } from './protocol';
import { holds, lengthOf, lengthWithin, subtract, unite } from './ranges';
import type { Range } from './ranges';
import { makeSpans } from './spans';
import type { Span } from './spans';
import { makeRatings, makeSweeps } from './scans';
import type { Rating, Sweep } from './scans';

export type { Item, Modifiers } from './evidence';
export type { Span } from './spans';
export type { Rating, Sighting, Sweep } from './scans';
export type { Range } from './ranges';

/** The part of an observation that decides what was watched. */
export type Watched = Pick<ObservationFields, 'pauses' | 'context'>;

export type TimedEvent = {
  readonly code: string;
  readonly t_ms: number;
  readonly item: Id;
  readonly modifiers: Modifiers;
  readonly subject: string | null;
  readonly to_subject: string | null;
  /** Whether it lies in observed time; one that does not is shown and not counted. */
  readonly counted: boolean;
};

/** A code given to an interval. */
export type Mark = {
  readonly code: string;
  readonly interval: number;
  readonly t_ms: number;
  readonly item: Id;
  readonly modifiers: Modifiers;
  readonly subject: string | null;
};

export type Interval = {
  readonly index: number;
  readonly start_ms: number;
  readonly end_ms: number;
  readonly observed_ms: number;
  /** Whose interval it is where subjects take turns. */
  readonly subject: string | null;
  readonly codes: Readonly<Record<string, readonly Id[]>>;
};

export type TimedNote = {
  readonly item: Id;
  readonly t_ms: number;
  readonly text: string;
  readonly speaker: string | null;
  readonly code: string | null;
};

export type Timeline = {
  readonly observed: readonly Range[];
  readonly observed_ms: number;
  readonly spans: readonly Span[];
  readonly events: readonly TimedEvent[];
  readonly marks: readonly Mark[];
  readonly intervals: readonly Interval[];
  readonly sweeps: readonly Sweep[];
  readonly ratings: readonly Rating[];
  readonly notes: readonly TimedNote[];
  readonly context: Readonly<Record<string, unknown>>;
  /** Items that this protocol cannot read. */
  readonly unread: readonly Id[];
};

/** Whether nothing was captured, whatever was written: then it is not known whether what always goes on went on. */
export function isBlank({ spans, events, marks, sweeps, ratings }: Timeline): boolean {
  return [spans, events, marks, sweeps, ratings].every((found) => found.length === 0);
}

/** Make the timeline of an observation up to a moment: its end, or now while it runs. */
export function makeTimeline(
  protocol: Protocol,
  observation: Watched,
  evidence: readonly Item[],
  until_ms: number,
): Timeline {
  const items = sortItems(evidence);
  const unwatched = makeUnwatched(protocol, observation, until_ms);
  const spans = makeSpans(protocol, items, unwatched, until_ms);
  const excluded = unite(spans.filter((span) => isExcluded(protocol, span.code)).map(rangeOf));
  const observed = subtract(until_ms > 0 ? [[0, until_ms]] : [], unite([...unwatched, ...excluded]));
  const events = makeEvents(protocol, items, observed);
  const marks = makeMarks(protocol, items, until_ms);
  return {
    observed,
    observed_ms: lengthOf(observed),
    spans,
    events,
    marks,
    intervals: makeIntervals(protocol, { observed, spans, events, marks }, until_ms),
    sweeps: makeSweeps(protocol, items),
    ratings: makeRatings(protocol, items),
    notes: items.flatMap(readNote),
    context: observation.context ?? {},
    unread: items.filter((item) => !isReadable(protocol, item.fields)).map((item) => item.record),
  };
}

export function rangeOf(span: Span): Range {
  return [span.start_ms, span.end_ms];
}

export function isExcluded(protocol: Protocol, code: string): boolean {
  return protocol.exclude.some((excluded) => excluded.code === code);
}

/** In order of time, then of making; without what was retracted. */
function sortItems(evidence: readonly Item[]): readonly Item[] {
  return evidence
    .filter((item) => !item.fields.retracted)
    .map((item) => ({ record: item.record, fields: withoutCleared(item.fields) }))
    .sort((a, b) => a.fields.t_ms - b.fields.t_ms || (a.record < b.record ? -1 : 1));
}

/** Pauses and the scoring breaks between segments. */
function makeUnwatched(protocol: Protocol, observation: Watched, until_ms: number): readonly Range[] {
  const pauses = (observation.pauses ?? []).map(({ from_ms, to_ms }): Range => [from_ms, to_ms ?? until_ms]);
  const breaks: Range[] = [];
  let at = 0;
  for (const segment of protocol.segments) {
    const end = at + segment.length_s * 1000;
    at = end + (segment.scoring_s ?? 0) * 1000;
    breaks.push([end, at]);
  }
  const clipped = [...pauses, ...breaks].map(([from, to]): Range => [Math.max(0, from), Math.min(to, until_ms)]);
  return unite(clipped.filter(([from, to]) => from < to));
}

function makeEvents(protocol: Protocol, items: readonly Item[], observed: readonly Range[]): readonly TimedEvent[] {
  return items
    .filter(({ fields }) => isEvent(protocol, fields))
    .map(({ record, fields }) => ({
      code: fields.code ?? '',
      t_ms: fields.t_ms,
      item: record,
      modifiers: fields.modifiers ?? {},
      subject: fields.subject ?? null,
      to_subject: fields.to_subject ?? null,
      counted: isWatched(observed, fields.t_ms),
    }));
}

/** The last instant of the lesson is watched too: a tap together with the end counts. */
function isWatched(observed: readonly Range[], t_ms: number): boolean {
  return holds(observed, t_ms) || observed.at(-1)?.[1] === t_ms;
}

function isEvent(protocol: Protocol, fields: EvidenceFields): boolean {
  const isTimed = ['tap', 'start', 'note', 'link'].includes(fields.action);
  return isTimed && fields.code !== undefined && findCode(protocol, fields.code)?.kind === 'event';
}

function makeMarks(protocol: Protocol, items: readonly Item[], until_ms: number): readonly Mark[] {
  const { sampling } = protocol;
  if (sampling.method !== 'interval') return [];
  const last = countIntervals(sampling, until_ms) - 1;
  return items
    .filter(({ fields }) => fields.action === 'mark' && isKnown(protocol, fields.code))
    .map(({ record, fields }) => ({
      code: fields.code ?? '',
      interval: fields.interval ?? Math.min(intervalAt(sampling, fields.t_ms), last),
      t_ms: fields.t_ms,
      item: record,
      modifiers: fields.modifiers ?? {},
      subject: fields.subject ?? null,
    }));
}

function countIntervals(sampling: IntervalSampling, until_ms: number): number {
  return Math.ceil(until_ms / stepOf(sampling));
}

type Recorded = {
  readonly observed: readonly Range[];
  readonly spans: readonly Span[];
  readonly events: readonly TimedEvent[];
  readonly marks: readonly Mark[];
};

function makeIntervals(protocol: Protocol, recorded: Recorded, until_ms: number): readonly Interval[] {
  const { sampling } = protocol;
  if (sampling.method !== 'interval') return [];
  const rule = (code: string) => ruleOf(sampling, findCode(protocol, code));
  return Array.from({ length: countIntervals(sampling, until_ms) }, (_, index) => {
    const start_ms = index * stepOf(sampling);
    const range: Range = [start_ms, Math.min(start_ms + sampling.length_s * 1000, until_ms)];
    return {
      index,
      start_ms,
      end_ms: range[1],
      observed_ms: lengthWithin(recorded.observed, range),
      subject: subjectAt(protocol, index)?.id ?? null,
      codes: itemsByCode(recorded, index, range, rule),
    };
  });
}

function itemsByCode(
  recorded: Recorded,
  index: number,
  range: Range,
  rule: (code: string) => IntervalRule,
): Readonly<Record<string, readonly Id[]>> {
  const marks = recorded.marks.filter((mark) => mark.interval === index).map((mark) => [mark.code, mark.item] as const);
  const spans = recorded.spans
    .filter((span) => fitsRule(span, range, rule(span.code)))
    .flatMap((span) => span.items.slice(0, 1).map((item) => [span.code, item] as const));
  const events = recorded.events
    .filter((event) => event.counted && rule(event.code) === 'partial' && holds([range], event.t_ms))
    .map((event) => [event.code, event.item] as const);
  const codes: Record<string, Id[]> = {};
  for (const [code, item] of [...marks, ...spans, ...events]) (codes[code] ??= []).push(item);
  return codes;
}

/** Partial: any overlap; whole: covered; momentary: active at the first or the last instant of the interval. */
export function fitsRule(span: Span, [start, end]: Range, rule: IntervalRule): boolean {
  switch (rule) {
    case 'partial':
      return span.start_ms < end && span.end_ms > start;
    case 'whole':
      return span.start_ms <= start && span.end_ms >= end;
    case 'momentary_start':
      return span.start_ms <= start && start < span.end_ms;
    case 'momentary_end':
      return span.start_ms < end && end <= span.end_ms;
  }
}

function readNote({ record, fields }: Item): readonly TimedNote[] {
  if (!fields.note) return [];
  const { t_ms, note, speaker, code } = fields;
  return [{ item: record, t_ms, text: note, speaker: speaker ?? null, code: code ?? null }];
}

function isKnown(protocol: Protocol, code: string | undefined): boolean {
  return code !== undefined && findCode(protocol, code) !== undefined;
}

function isReadable(protocol: Protocol, fields: EvidenceFields): boolean {
  if (fields.action === 'note') return fields.code === undefined || isKnown(protocol, fields.code);
  if (fields.action === 'rate' || fields.action === 'check')
    return protocol.items.some((item) => item.id === fields.code);
  if (fields.action === 'mark' && protocol.sampling.method !== 'interval') return false;
  return isKnown(protocol, fields.code);
}
