/** A timeline → the numbers of a conference. Formulas: `protocols/README.md`; shared examples: `tests/vectors`. */
import { countOf, durationOf, observedIntervals } from './picks';
import type { Code, Measure, Protocol, TimerMeasure } from './protocol';
import { ratio } from './ratios';
import { rating, reach, sweepShare } from './subjects';
import { say } from './says';
import type { Figure } from './says';
import { transition } from './sequences';
import { tally } from './tallies';
import { isExcluded } from './timeline';
import type { Timeline } from './timeline';
import { latencyWaits, timerWaits, waitFigure } from './waits';

/** Null where a figure does not apply. Seconds are exact; shares are percent, not rounded. */
export type CodeFigures = {
  readonly count: number | null;
  readonly seconds: number | null;
  readonly share_of_time: number | null;
  readonly intervals: number | null;
  readonly share_of_intervals: number | null;
  readonly share_of_codes: number | null;
};

export type Measured = {
  readonly value: number | null;
  readonly unit: string;
  readonly n: number;
  readonly says: string;
};

export type Measures = {
  readonly observed_seconds: number;
  readonly codes: Readonly<Record<string, CodeFigures>>;
  readonly measures: Readonly<Record<string, Measured>>;
};

/** Compute all figures of an observation; the sentences are in the given language. */
export function computeMeasures(protocol: Protocol, timeline: Timeline, language = 'en'): Measures {
  return {
    observed_seconds: timeline.observed_ms / 1000,
    codes: Object.fromEntries(protocol.codes.map((code) => [code.id, codeFigures(protocol, timeline, code)])),
    measures: Object.fromEntries(
      protocol.measures.map((measure) => [measure.id, computeMeasure(protocol, timeline, measure, language)]),
    ),
  };
}

export function computeMeasure(protocol: Protocol, timeline: Timeline, measure: Measure, language = 'en'): Measured {
  const { value, unit, n, key, facts } = figureOf(protocol, timeline, measure);
  return { value, unit, n, says: say(key, facts, language) };
}

/** Compute a measure and keep what it was made of. */
export function figureOf(protocol: Protocol, timeline: Timeline, measure: Measure): Figure {
  switch (measure.kind) {
    case 'ratio':
      return ratio(protocol, timeline, measure);
    case 'latency':
      return waitFigure(timeline, latencyWaits(protocol, timeline, measure), measure);
    case 'timer':
      return waitFigure(timeline, timerWaits(protocol, timeline, measure.timer), withLimit(protocol, measure));
    case 'reach':
      return reach(timeline, measure);
    case 'mean_rating':
    case 'share_checked':
      return rating(timeline, measure);
    case 'transition':
      return transition(protocol, timeline, measure);
    case 'sweep_share':
      return sweepShare(timeline, measure);
    default:
      return tally(protocol, timeline, measure);
  }
}

/** A measure without a line of its own takes that of its timer. */
function withLimit(protocol: Protocol, measure: TimerMeasure): TimerMeasure {
  const limit_s = measure.limit_s ?? protocol.timers.find((timer) => timer.id === measure.timer)?.limit_s;
  return limit_s === undefined ? measure : { ...measure, limit_s };
}

function codeFigures(protocol: Protocol, timeline: Timeline, code: Code): CodeFigures {
  switch (protocol.sampling.method) {
    case 'interval':
      return intervalFigures(protocol, timeline, code);
    case 'sweep':
      return { ...NONE, count: countOf(protocol, timeline, code.id, {}) };
    case 'continuous':
      return continuousFigures(protocol, timeline, code);
  }
}

const NONE: CodeFigures = {
  count: null,
  seconds: null,
  share_of_time: null,
  intervals: null,
  share_of_intervals: null,
  share_of_codes: null,
};

function continuousFigures(protocol: Protocol, timeline: Timeline, code: Code): CodeFigures {
  const count = countOf(protocol, timeline, code.id, {});
  if (code.kind === 'event') return { ...NONE, count };
  const ms = durationOf(protocol, timeline, [code.id], {});
  const hasShare = timeline.observed_ms > 0 && !isExcluded(protocol, code.id);
  return { ...NONE, count, seconds: ms / 1000, share_of_time: hasShare ? (100 * ms) / timeline.observed_ms : null };
}

function intervalFigures(protocol: Protocol, timeline: Timeline, code: Code): CodeFigures {
  const intervals = countOf(protocol, timeline, code.id, {});
  const whole = observedIntervals(timeline, undefined).length;
  const group = protocol.codes.filter((other) => other.group === code.group);
  const all = group.reduce((sum, other) => sum + countOf(protocol, timeline, other.id, {}), 0);
  return {
    ...NONE,
    intervals,
    share_of_intervals: whole > 0 ? (100 * intervals) / whole : null,
    share_of_codes: all > 0 ? (100 * intervals) / all : null,
  };
}
