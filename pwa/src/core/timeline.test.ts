import { describe, expect, test } from 'vitest';
import measuresJson from '../../../tests/vectors/measures.json';
import timelineJson from '../../../tests/vectors/timeline.json';
import { clipTimeline } from './clip';
import { computeMeasures } from './measures';
import type { Measured } from './measures';
import { makeTimeline } from './timeline';
import type { Watched } from './timeline';
import { complete, expectStands, readItems } from './vectors';

type Case = {
  readonly title: string;
  readonly protocol: string;
  readonly observation?: Watched;
  readonly evidence: readonly unknown[];
  readonly until_ms: number;
  readonly timeline?: object;
  readonly measures?: { readonly measures?: Readonly<Record<string, readonly unknown[]>> };
  readonly says?: Readonly<Record<string, Readonly<Record<string, string>>>>;
};
type Clip = Case & { readonly window: readonly [from: number, to: number]; readonly figures: object };
type Vectors = {
  readonly protocols: Readonly<Record<string, object>>;
  readonly cases: readonly Case[];
  readonly clips?: readonly Clip[];
};

const timelines = timelineJson as unknown as Vectors;
const measures = measuresJson as unknown as Vectors;

function make(vectors: Vectors, example: Case) {
  const protocol = complete(vectors.protocols[example.protocol] ?? {});
  const timeline = makeTimeline(protocol, example.observation ?? {}, readItems(example.evidence), example.until_ms);
  return { protocol, timeline };
}

describe('the timeline holds what the example says', () => {
  test.each(timelines.cases)('$title', (example) => {
    expectStands(make(timelines, example).timeline, example.timeline);
  });
});

describe('a window holds what the example says', () => {
  test.each(timelines.clips ?? [])('$title', (example) => {
    const { protocol, timeline } = make(timelines, example);
    const window = clipTimeline(timeline, example.window[0], example.window[1]);
    expectStands(window, example.timeline);
    expectStands(computeMeasures(protocol, window), example.figures);
  });
});

describe('the measures are those of the example', () => {
  test.each(measures.cases)('$title', (example) => {
    const { protocol, timeline } = make(measures, example);
    const found = computeMeasures(protocol, timeline);
    const { measures: figures = {}, ...rest } = example.measures ?? {};
    expectStands(found, rest);
    for (const [name, [value, unit, n]] of Object.entries(figures))
      expectStands(found.measures[name], { value, unit, n }, name);
  });
});

describe('every figure says what it is', () => {
  test.each(measures.cases.filter((example) => example.says))('$title', (example) => {
    const { protocol, timeline } = make(measures, example);
    for (const [language, sentences] of Object.entries(example.says ?? {})) {
      const found: Readonly<Record<string, Measured>> = computeMeasures(protocol, timeline, language).measures;
      for (const [name, sentence] of Object.entries(sentences)) expect(found[name]?.says).toBe(sentence);
    }
  });
});
