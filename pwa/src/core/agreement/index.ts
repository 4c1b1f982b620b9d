/**
 * How far observers of one lesson agree. Formulas: `protocols/README.md`; shared examples: `tests/vectors`.
 *
 * All timelines count from the same instant; whoever pairs observations shifts them there.
 */
import type { Protocol } from '../protocol';
import { intersect, lengthOf } from '../ranges';
import type { Range } from '../ranges';
import type { Timeline } from '../timeline';
import { listDisagreements } from './disagreements';
import type { Disagreement } from './disagreements';
import { putInWords, SETTINGS } from './figures';
import type { Figures, Settings, Value } from './figures';
import { alphaFigures, codeFigures, makeSide, overallFigures } from './pairs';
import type { Side } from './pairs';
import { makeScores, makeUnits, unitKind } from './units';
import type { UnitKind } from './units';

export { SETTINGS };
export type { Disagreement, Settings, Value };

type Values = Readonly<Record<string, Value>>;

/** `units` and `compared_seconds` are those that all observers watched. Methods that do not apply are absent. */
export type Agreement = {
  readonly observers: number;
  readonly unit: UnitKind;
  readonly units: number;
  readonly observed_seconds: readonly number[];
  readonly compared_seconds: number;
  readonly overall: Values;
  readonly codes: Readonly<Record<string, Values>>;
  readonly disagreements: readonly Disagreement[];
};

/**
 * Compares two or more observers of one lesson.
 *
 * With more than two, a figure is the mean over all pairs of observers, but for alpha, which takes all at once.
 */
export function compareObservers(
  protocol: Protocol,
  timelines: readonly [Timeline, Timeline, ...Timeline[]],
  settings: Settings = SETTINGS,
  language = 'en',
): Agreement {
  const units = makeUnits(protocol, timelines, settings.step_ms);
  const sides = listPairs(timelines).map(([first, second, places]) => {
    const ofTwo = timelines.length === 2 ? units : makeUnits(protocol, [first, second], settings.step_ms);
    return { places, side: makeSide([first, second], ofTwo, settings) };
  });
  const alphas = alphaFigures(protocol, units, makeScores(timelines));
  const overPairs = (figures: (side: Side) => Figures): Values =>
    merge(
      sides.map(({ side }) => figures(side)),
      language,
    );
  const codes = protocol.codes.map(
    (code) => [code.id, overPairs((side) => codeFigures(protocol, side, code))] as const,
  );
  return {
    observers: timelines.length,
    unit: unitKind(protocol),
    units: units.filter((unit) => unit.said.every((said) => said !== null)).length,
    observed_seconds: timelines.map((timeline) => timeline.observed_ms / 1000),
    compared_seconds: lengthOf(common(timelines)) / 1000,
    overall: { ...overPairs((side) => overallFigures(protocol, side)), ...merge([alphas], language) },
    codes: Object.fromEntries(codes.filter(([, figures]) => Object.keys(figures).length > 0)),
    disagreements: sides.flatMap(({ side, places }) => listDisagreements(protocol, side, places)),
  };
}

function listPairs(
  timelines: readonly Timeline[],
): readonly (readonly [Timeline, Timeline, readonly [number, number]])[] {
  return timelines.flatMap((first, a) =>
    timelines.slice(a + 1).map((second, at) => [first, second, [a, a + 1 + at]] as const),
  );
}

function common(timelines: readonly [Timeline, ...Timeline[]]): readonly Range[] {
  return timelines.slice(1).reduce((ranges, timeline) => intersect(ranges, timeline.observed), timelines[0].observed);
}

function merge(found: readonly Figures[], language: string): Values {
  const names = [...new Set(found.flatMap((figures) => Object.keys(figures)))];
  return Object.fromEntries(
    names.flatMap((name) => {
      const [first, ...others] = found.flatMap((figures) => figures[name] ?? []);
      return first ? [[name, putInWords(first, others, language)]] : [];
    }),
  );
}
