/** What was recorded of a code: a lesson is asked for each of them a dozen times over, and never changes. */
import { unite } from './ranges';
import type { Range } from './ranges';
import { rangeOf } from './timeline';
import type { Span, TimedEvent, Timeline } from './timeline';

type ByCode = {
  readonly spans: ReadonlyMap<string, readonly Span[]>;
  readonly events: ReadonlyMap<string, readonly TimedEvent[]>;
  /** The united spans of the codes that were asked for. */
  readonly united: Map<string, readonly Range[]>;
};
const sorted = new WeakMap<Timeline, ByCode>();

/** The spans of the codes, code after code. */
export function spansOfCodes(timeline: Timeline, codes: readonly string[]): readonly Span[] {
  return pick(find(timeline).spans, codes);
}

/** The united spans of a code: a count, a duration and a mean rest on the same. */
export function unitedOfCode(timeline: Timeline, code: string): readonly Range[] {
  const { spans, united } = find(timeline);
  const known = united.get(code) ?? unite((spans.get(code) ?? []).map(rangeOf));
  united.set(code, known);
  return known;
}

/** The events of the codes that lie in observed time, code after code. */
export function eventsOfCodes(timeline: Timeline, codes: readonly string[]): readonly TimedEvent[] {
  return pick(find(timeline).events, codes);
}

function pick<Item>(byCode: ReadonlyMap<string, readonly Item[]>, codes: readonly string[]): readonly Item[] {
  const [one, ...more] = new Set(codes);
  const first = byCode.get(one ?? '') ?? [];
  return more.length === 0 ? first : [...first, ...more.flatMap((code) => byCode.get(code) ?? [])];
}

function find(timeline: Timeline): ByCode {
  const known = sorted.get(timeline);
  if (known) return known;
  const events = sort(timeline.events.filter((event) => event.counted));
  const made = { spans: sort(timeline.spans), events, united: new Map<string, readonly Range[]>() };
  sorted.set(timeline, made);
  return made;
}

function sort<Item extends { readonly code: string }>(items: readonly Item[]): ReadonlyMap<string, readonly Item[]> {
  const byCode = new Map<string, Item[]>();
  for (const item of items) {
    const same = byCode.get(item.code);
    if (same) same.push(item);
    else byCode.set(item.code, [item]);
  }
  return byCode;
}
