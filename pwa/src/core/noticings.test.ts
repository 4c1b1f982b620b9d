import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';

import noticingsJson from '../../../tests/vectors/noticings.json';
import { findNoticings, sayNoticing } from './noticings';
import { makeTimeline } from './timeline';
import type { Watched } from './timeline';
import { complete, readItems } from './vectors';

type Case = {
  readonly title: string;
  readonly protocol: string;
  readonly observation?: Watched;
  readonly evidence: readonly unknown[];
  readonly until_ms: number;
  readonly starred?: readonly string[];
  readonly noticings: readonly object[];
  readonly says: Readonly<Record<string, readonly string[]>>;
};
const vectors = noticingsJson as unknown as {
  readonly protocols: Readonly<Record<string, object>>;
  readonly cases: readonly Case[];
};

test.each(vectors.cases)('$title', ({ protocol: name, observation, evidence, until_ms, starred, noticings, says }) => {
  const protocol = complete(vectors.protocols[name] ?? {});
  const found = findNoticings(
    protocol,
    makeTimeline(protocol, observation ?? {}, readItems(evidence), until_ms),
    starred ?? [],
  );
  expect(found).toEqual(noticings);
  for (const [language, sentences] of Object.entries(says))
    expect(found.map((noticing) => sayNoticing(protocol, noticing, language))).toEqual(sentences);
});

const LESSON = complete(vectors.protocols['states'] ?? {});
const notice = (rows: readonly unknown[], until_ms: number) =>
  findNoticings(LESSON, makeTimeline(LESSON, {}, readItems(rows), until_ms), []);

describe('noticings', () => {
  it('rest on items that exist, whatever was recorded', () => {
    const row = fc.tuple(
      fc.nat(3_000_000),
      fc.constantFrom('tap', 'start', 'stop'),
      fc.constantFrom('LT', 'SD', 'q', 'r'),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 60 }), (rows) => {
        const items = rows.map(([t_ms, action, code], place) => [`i${place}`, t_ms, action, code]);
        const known = new Set(items.map(([record]) => record));
        for (const noticing of notice(items, 3_000_000)) {
          expect(noticing.items.length).toBeGreaterThan(0);
          expect(noticing.items.every((item) => known.has(item))).toBe(true);
        }
      }),
    );
  });
});
