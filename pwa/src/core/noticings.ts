/**
 * Noticings: plain statements computed from the evidence of a lesson, each with the items it rests on. They say what there
 * was, when and how often; none says whether that is good. The server finds the same (`tests/vectors/noticings.json`).
 */
import { observedIntervals } from './picks';
import { findCode, readText, shortOf, type Protocol } from './protocol';
import { say, showTime } from './says';
import type { SaysKey } from './says';
import type { Timeline, TimedEvent } from './timeline';
import type { Id } from './types';

export type Noticing =
  | {
      readonly is: 'longest';
      readonly code: string;
      readonly from_ms: number;
      readonly to_ms: number;
      readonly items: readonly Id[];
    }
  | { readonly is: 'first'; readonly code: string; readonly t_ms: number; readonly items: readonly Id[] }
  | {
      readonly is: 'busiest';
      readonly code: string;
      readonly minute: number;
      readonly n: number;
      readonly items: readonly Id[];
    }
  | {
      readonly is: 'follows';
      readonly code: string;
      readonly next: string;
      readonly n: number;
      readonly of: number;
      readonly items: readonly Id[];
    }
  | {
      readonly is: 'seats';
      readonly code: string;
      readonly seats: number;
      readonly n: number;
      readonly items: readonly Id[];
    }
  | {
      readonly is: 'marked' | 'seen';
      readonly code: string;
      readonly k: number;
      readonly n: number;
      readonly items: readonly Id[];
    }
  | { readonly is: 'starred'; readonly n: number; readonly items: readonly Id[] };

const MINUTE_MS = 60_000;
/** Below these a statement would say more of chance than of the lesson. */
const BUSY = 3;
const OFTEN = 3;
const LATE_MS = 5 * MINUTE_MS;
const MOST = 6;
const MOST_MARKED = 2;

/** What stands out, the most telling first, at most six; nothing where nothing was recorded. */
export function findNoticings(protocol: Protocol, timeline: Timeline, starred: readonly Id[]): readonly Noticing[] {
  const found = [
    ...findLongest(protocol, timeline),
    ...findMarked(protocol, timeline),
    ...findSeen(protocol, timeline),
    ...findBusiest(protocol, timeline),
    ...findFollowing(protocol, timeline),
    ...findSeats(protocol, timeline),
    ...findLateFirst(protocol, timeline),
  ].slice(0, MOST);
  return starred.length === 0 ? found : [...found, { is: 'starred', n: starred.length, items: starred }];
}

/** Says a noticing in a language, with the names of its codes. */
export function sayNoticing(protocol: Protocol, noticing: Noticing, language: string): string {
  const facts = Object.entries(noticing).flatMap(([name, fact]) => {
    if (typeof fact === 'number') return [[name, write(name, fact)] as const];
    return name === 'code' || name === 'next' ? [[name, nameOf(protocol, String(fact), language)] as const] : [];
  });
  const length = noticing.is === 'longest' ? { length: showTime(noticing.to_ms - noticing.from_ms) } : {};
  return say(keyOf(noticing), { ...Object.fromEntries(facts), ...length }, language);
}

function keyOf(noticing: Noticing): SaysKey {
  if (noticing.is === 'seats' && noticing.seats === 1) return 'noticing_seats_one';
  if (noticing.is === 'starred' && noticing.n === 1) return 'noticing_starred_one';
  return `noticing_${noticing.is}`;
}

/** A started second does not count yet, as on the clock of the pad. */
function write(name: string, fact: number): string | number {
  if (name === 'minute') return fact + 1;
  return name.endsWith('_ms') ? showTime(Math.floor(fact / 1000) * 1000) : fact;
}

function nameOf(protocol: Protocol, id: string, language: string): string {
  const code = findCode(protocol, id);
  return code === undefined ? id : `${shortOf(code, language)} ${readText(code.label, language)}`;
}

/** The longest stretch of the state that took the most time; open stretches have no length. */
function findLongest(protocol: Protocol, timeline: Timeline): readonly Noticing[] {
  const closed = timeline.spans.filter((span) => !span.open && hasCode(protocol, span.code));
  const totals = new Map<string, number>();
  for (const span of closed) totals.set(span.code, (totals.get(span.code) ?? 0) + span.end_ms - span.start_ms);
  const [code] = [...totals].sort((one, other) => other[1] - one[1])[0] ?? [];
  const longest = closed
    .filter((span) => span.code === code)
    .sort((one, other) => other.end_ms - other.start_ms - (one.end_ms - one.start_ms))[0];
  if (longest === undefined || longest.end_ms - longest.start_ms < MINUTE_MS) return [];
  return [
    { is: 'longest', code: longest.code, from_ms: longest.start_ms, to_ms: longest.end_ms, items: longest.items },
  ];
}

/** The codes that were marked in the most intervals, of all that were observed. */
function findMarked(protocol: Protocol, timeline: Timeline): readonly Noticing[] {
  if (protocol.sampling.method !== 'interval') return [];
  const intervals = observedIntervals(timeline, undefined);
  const marked = protocol.codes.map(({ id: code }) => ({
    code,
    items: intervals.flatMap((interval) => (interval.codes[code] ?? []).slice(0, 1)),
  }));
  return pickMost('marked', marked, intervals.length);
}

/** The codes that were seen in the most sweeps. */
function findSeen(protocol: Protocol, timeline: Timeline): readonly Noticing[] {
  if (protocol.sampling.method !== 'sweep') return [];
  const seen = protocol.codes.map(({ id: code }) => ({
    code,
    items: timeline.sweeps.flatMap(
      ({ sightings }) => sightings.find((sighting) => sighting.code === code && sighting.n > 0)?.item ?? [],
    ),
  }));
  return pickMost('seen', seen, timeline.sweeps.length);
}

type Held = { readonly code: string; readonly items: readonly Id[] };

function pickMost(is: 'marked' | 'seen', found: readonly Held[], n: number): readonly Noticing[] {
  return found
    .filter(({ items }) => items.length > 0)
    .sort((one, other) => other.items.length - one.items.length)
    .slice(0, MOST_MARKED)
    .map(({ code, items }) => ({ is, code, k: items.length, n, items }));
}

/** The minute with the most events of one code. */
function findBusiest(protocol: Protocol, timeline: Timeline): readonly Noticing[] {
  const minutes = new Map<string, TimedEvent[]>();
  for (const event of eventsOf(protocol, timeline)) {
    const key = `${event.code} ${Math.floor(event.t_ms / MINUTE_MS)}`;
    minutes.set(key, [...(minutes.get(key) ?? []), event]);
  }
  const [busiest] = [...minutes.values()].sort((one, other) => other.length - one.length);
  const first = busiest?.[0];
  if (busiest === undefined || first === undefined || busiest.length < BUSY) return [];
  const minute = Math.floor(first.t_ms / MINUTE_MS);
  return [{ is: 'busiest', code: first.code, minute, n: busiest.length, items: busiest.map((event) => event.item) }];
}

/** The pair of different codes that followed each other most often, at least half of the times. */
function findFollowing(protocol: Protocol, timeline: Timeline): readonly Noticing[] {
  const events = [...eventsOf(protocol, timeline)].sort((one, other) => one.t_ms - other.t_ms);
  const pairs = new Map<string, Id[]>();
  const starts = new Map<string, number>();
  for (const [place, event] of events.entries()) {
    const next = events[place + 1];
    if (next === undefined) continue;
    starts.set(event.code, (starts.get(event.code) ?? 0) + 1);
    if (next.code === event.code) continue;
    const key = `${event.code} ${next.code}`;
    pairs.set(key, [...(pairs.get(key) ?? []), event.item, next.item]);
  }
  const [most] = [...pairs].sort((one, other) => other[1].length - one[1].length);
  if (most === undefined) return [];
  const [code = '', next = ''] = most[0].split(' ');
  const [n, of] = [most[1].length / 2, starts.get(code) ?? 0];
  return n < OFTEN || n * 2 < of ? [] : [{ is: 'follows', code, next, n, of, items: most[1] }];
}

/** How many seats the code was given to that was given to the most. */
function findSeats(protocol: Protocol, timeline: Timeline): readonly Noticing[] {
  if (protocol.seatmap === undefined) return [];
  const seated = eventsOf(protocol, timeline).filter((event) => event.subject !== null);
  const codes = new Map<string, TimedEvent[]>();
  for (const event of seated) codes.set(event.code, [...(codes.get(event.code) ?? []), event]);
  const [most] = [...codes.values()].sort((one, other) => other.length - one.length);
  const first = most?.[0];
  if (most === undefined || first === undefined || most.length < BUSY) return [];
  const seats = new Set(most.map((event) => event.subject)).size;
  return [{ is: 'seats', code: first.code, seats, n: most.length, items: most.map((event) => event.item) }];
}

/** A code that came for the first time when some minutes had passed. */
function findLateFirst(protocol: Protocol, timeline: Timeline): readonly Noticing[] {
  const firsts = new Map<string, { t_ms: number; item: Id }>();
  for (const { code, t_ms, item } of eventsOf(protocol, timeline)) {
    if ((firsts.get(code)?.t_ms ?? Infinity) > t_ms) firsts.set(code, { t_ms, item });
  }
  for (const { code, start_ms, items } of timeline.spans) {
    if ((firsts.get(code)?.t_ms ?? Infinity) > start_ms) firsts.set(code, { t_ms: start_ms, item: items[0] ?? '' });
  }
  const [latest] = [...firsts]
    .filter(([, { t_ms }]) => t_ms >= LATE_MS)
    .sort((one, other) => other[1].t_ms - one[1].t_ms);
  return latest === undefined ? [] : [{ is: 'first', code: latest[0], t_ms: latest[1].t_ms, items: [latest[1].item] }];
}

function eventsOf(protocol: Protocol, timeline: Timeline): readonly TimedEvent[] {
  return timeline.events.filter((event) => event.counted && hasCode(protocol, event.code));
}

function hasCode(protocol: Protocol, id: string): boolean {
  return findCode(protocol, id) !== undefined;
}
