/** Ratings and checks: what an item was given, in which segment of the lesson. */
import type { Item, Protocol, Scale } from './protocol';
import { segmentAt } from './scans';
import type { EvidenceFields } from './types';

/** What stands for one item (and segment): several answers to it replace each other. */
export function answerKey(item: string, segment: number | null): string {
  return segment === null ? item : `${item} ${segment}`;
}

export function findRated(protocol: Protocol, id: string): Item | undefined {
  return protocol.items.find((item) => item.id === id);
}

export function findScale(protocol: Protocol, item: Item): Scale | undefined {
  return protocol.scales.find((scale) => scale.id === item.scale);
}

/** Whether an item is answered once a segment; otherwise once a lesson. */
export function isPerSegment(protocol: Protocol, item: Item): boolean {
  return findScale(protocol, item)?.per === 'segment';
}

/** Whether "not applicable" may be said of an item. */
export function allowsNone(protocol: Protocol, item: Item): boolean {
  return item.na ?? findScale(protocol, item)?.na ?? false;
}

/** The segment of an answer, counted from 0; null where it is given once a lesson. */
export function segmentOf(protocol: Protocol, fields: EvidenceFields): number | null {
  const item = findRated(protocol, fields.code ?? '');
  if (item === undefined || !isPerSegment(protocol, item)) return null;
  return fields.interval ?? segmentAt(protocol, fields.t_ms);
}

/** Whether the protocol has the item that is answered. */
export function isAnswer(protocol: Protocol, fields: EvidenceFields): boolean {
  return findRated(protocol, fields.code ?? '') !== undefined;
}

/** Where a lesson stands in its segments: which one, watched or being scored, and for how long still. Milliseconds. */
export type SegmentNow = {
  readonly index: number;
  readonly phase: 'watch' | 'score' | 'over';
  readonly passed_ms: number;
  readonly left_ms: number;
};

/** Null if the protocol has no segments. */
export function segmentNow(protocol: Protocol, t_ms: number): SegmentNow | null {
  let from = 0;
  for (const [index, segment] of protocol.segments.entries()) {
    const watched = from + segment.length_s * 1000;
    const scored = watched + (segment.scoring_s ?? 0) * 1000;
    if (t_ms < watched) return { index, phase: 'watch', passed_ms: t_ms - from, left_ms: watched - t_ms };
    if (t_ms < scored) return { index, phase: 'score', passed_ms: t_ms - watched, left_ms: scored - t_ms };
    from = scored;
  }
  const last = protocol.segments.length - 1;
  return last < 0 ? null : { index: last, phase: 'over', passed_ms: t_ms - from, left_ms: 0 };
}
