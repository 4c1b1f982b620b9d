/** What was recorded of a code: a lesson is asked for each of them a dozen times over, and never changes. */
import type { Span, TimedEvent, Timeline } from './timeline';

type ByCode = {
  readonly spans: ReadonlyMap<string, readonly Span[]>;
  readonly events: ReadonlyMap<string, readonly TimedEvent[]>;
};
const sorted = new WeakMap<Timeline, ByCode>();

/** The spans of the codes, code after code. */
export function spansOfCodes(timeline: Timeline, codes: readonly string[]): readonly Span[] {
  return pick(find(timeline).spans, codes);
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
  const made = { spans: sort(timeline.spans), events: sort(timeline.events.filter((event) => event.counted)) };
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
