import { describe, expect, test } from 'vitest';
import agreementJson from '../../../../tests/vectors/agreement.json';
import { makeTimeline } from '../timeline';
import type { Timeline, Watched } from '../timeline';
import { complete, expectStands, readItems } from '../vectors';
import { krippendorffAlpha } from './alpha';
import type { Judged, Level } from './alpha';
import * as coefficients from './coefficients';
import type { NumberPair } from './coefficients';
import { compareObservers } from './index';
import { matchEvents } from './matching';

type Published = {
  readonly title: string;
  readonly decimals: number;
  readonly figures: Readonly<Record<string, number | null>>;
};
type Observer = { readonly observation?: Watched; readonly evidence: readonly unknown[]; readonly until_ms: number };
type Vectors = {
  readonly tables: readonly (Published & { readonly table: readonly (readonly number[])[] })[];
  readonly alphas: readonly (Published & { readonly units: readonly Judged[] })[];
  readonly matchings: readonly {
    readonly title: string;
    readonly first: readonly number[];
    readonly second: readonly number[];
    readonly tolerance_ms: number;
    readonly matching: object;
  }[];
  readonly protocols: Readonly<Record<string, object>>;
  readonly cases: readonly {
    readonly title: string;
    readonly protocol: string;
    readonly observers: readonly Observer[];
    readonly agreement: object;
  }[];
};

const vectors = agreementJson as unknown as Vectors;

function expectFigures(found: Readonly<Record<string, number | null>>, { figures, decimals }: Published): void {
  for (const [name, value] of Object.entries(figures)) {
    const value_found = found[name] ?? null;
    const rounded = value_found === null ? null : Number(value_found.toFixed(decimals));
    expect(rounded === 0 ? 0 : rounded, name).toBe(value);
  }
}

describe('the coefficients of a table are those that were published', () => {
  test.each(vectors.tables)('$title', (example) => {
    const pairs = example.table.flatMap((row, a) =>
      row.flatMap((count, b) => Array.from({ length: count }, (): NumberPair => [a, b])),
    );
    const at = (a: number, b: number): number => example.table[a]?.[b] ?? 0;
    const cells = { both: at(0, 0), first_only: at(0, 1), second_only: at(1, 0), neither: at(1, 1) };
    const found = {
      percent: coefficients.percentAgreement(pairs),
      kappa: coefficients.cohenKappa(pairs),
      kappa_linear: coefficients.weightedKappa(pairs, 'linear'),
      kappa_quadratic: coefficients.weightedKappa(pairs, 'quadratic'),
      ac1: coefficients.gwetAc1(pairs, example.table.length),
      jaccard: coefficients.jaccard(cells),
      unscored: coefficients.unscoredAgreement(cells),
    };
    expectFigures(found, example);
  });
});

describe('alpha is what was published at every level', () => {
  test.each(vectors.alphas)('$title', (example) => {
    const levels: readonly Level[] = ['nominal', 'ordinal', 'interval', 'ratio'];
    expectFigures(Object.fromEntries(levels.map((level) => [level, krippendorffAlpha(example.units, level)])), example);
  });
});

describe('taps find their partners', () => {
  test.each(vectors.matchings)('$title', ({ first, second, tolerance_ms, matching }) => {
    expect(matchEvents(first, second, tolerance_ms)).toEqual(matching);
  });
});

describe('observers agree as worked out by hand', () => {
  test.each(vectors.cases)('$title', (example) => {
    const protocol = complete(vectors.protocols[example.protocol] ?? {});
    const timelines = example.observers.map(({ observation, evidence, until_ms }) =>
      makeTimeline(protocol, observation ?? {}, readItems(evidence), until_ms),
    );
    expectStands(compareObservers(protocol, timelines as [Timeline, Timeline]), example.agreement);
  });
});
