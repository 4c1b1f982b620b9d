/** A window of a timeline: what lies in [from, to). */
import { intersect, lengthOf, unite } from './ranges';
import type { Range } from './ranges';
import { rangeOf } from './timeline';
import type { Span, Timeline } from './timeline';

/**
 * Cut a timeline to a window. Spans are cut at its edges; an event, interval, sweep, rating or note belongs to the window in
 * which it begins, so that counts and seconds of windows side by side add up to the whole.
 */
export function clipTimeline(timeline: Timeline, from_ms: number, to_ms: number): Timeline {
  const window: Range = [from_ms, to_ms];
  const end = timeline.observed.at(-1)?.[1] ?? 0;
  const isIn = (t_ms: number) => from_ms <= t_ms && (t_ms < to_ms || (t_ms === to_ms && t_ms === end));
  const observed = intersect(timeline.observed, [window]);
  const running = codesRunning(timeline, from_ms);
  const intervals = timeline.intervals.filter((interval) => isIn(interval.start_ms));
  const indexes = new Set(intervals.map((interval) => interval.index));
  return {
    ...timeline,
    observed,
    observed_ms: lengthOf(observed),
    spans: timeline.spans.flatMap((span) => clipSpan(span, window, running, isIn)),
    events: timeline.events.filter((event) => isIn(event.t_ms)),
    marks: timeline.marks.filter((mark) => indexes.has(mark.interval)),
    intervals,
    sweeps: timeline.sweeps.filter((sweep) => isIn(sweep.t_ms)),
    ratings: timeline.ratings.filter((rating) => isIn(rating.t_ms)),
    notes: timeline.notes.filter((note) => isIn(note.t_ms)),
  };
}

/** The codes of which a bout that was counted before goes on at a moment. */
function codesRunning(timeline: Timeline, t_ms: number): ReadonlySet<string> {
  const spans = timeline.spans.filter((span) => span.start_ms < t_ms && t_ms <= span.end_ms);
  return new Set(spans.map((span) => span.code).filter((code) => countsBefore(timeline, code, t_ms)));
}

/** A bout is counted where something of it is first observed; one of an excluded code where it begins. */
function countsBefore(timeline: Timeline, code: string, t_ms: number): boolean {
  const bouts = unite(timeline.spans.filter((span) => span.code === code).map(rangeOf));
  const bout = bouts.find(([start, end]) => start < t_ms && t_ms <= end);
  if (!bout) return false;
  const watched = (range: Range) => lengthOf(intersect(timeline.observed, [range])) > 0;
  return watched([bout[0], t_ms]) || !watched(bout);
}

function clipSpan(
  span: Span,
  [from, to]: Range,
  running: ReadonlySet<string>,
  isIn: (t_ms: number) => boolean,
): readonly Span[] {
  const isInstant = span.start_ms === span.end_ms;
  if (isInstant ? !isIn(span.start_ms) : span.end_ms <= from || span.start_ms >= to) return [];
  const start_ms = Math.max(span.start_ms, from);
  const continued = span.continued || (start_ms === from && running.has(span.code));
  return [{ ...span, start_ms, end_ms: Math.min(span.end_ms, to), continued }];
}
