import { describe, expect, it } from 'vitest';

import type { Protocol } from '../../core/protocol';
import { makeTimeline } from '../../core/timeline';
import type { ObservationFields, Shown } from '../../core/types';
import library from '../../generated/library.json';
import { measureVisit, seeMeasure, type Watched } from './goals';

const LESSON_MS = 40 * 60_000;

function visit(slug: string): Watched {
  const found = library.find((known) => known.slug === slug);
  if (found === undefined) throw new Error(slug);
  const lists = { modifiers: [], subjects: [], exclude: [], segments: [], items: [] };
  const protocol = { ...lists, ...found.body } as unknown as Protocol;
  const fields: ObservationFields = {
    protocol: slug,
    protocol_version: 1,
    protocol_hash: '',
    teacher: 't',
    started_at: '2026-03-03T08:00:00.000Z',
    ended_ms: LESSON_MS,
  };
  const row = { record: slug, fields } as unknown as Shown<ObservationFields>;
  return { row, protocol, timeline: makeTimeline(protocol, fields, [], LESSON_MS) };
}

describe('a visit in which nothing was captured', () => {
  it('has no share of time, and gives a goal no point', () => {
    const empty = visit('fill-plus');
    const share = empty.protocol.measures.find(({ kind }) => kind === 'share_of_time');
    if (share === undefined) throw new Error('no share');
    expect(measureVisit(empty, share.id, 'en')).toMatchObject({
      value: null,
      says: 'Nothing was recorded from which this could be computed.',
    });
    expect(seeMeasure([empty], 'fill-plus', share.id)).toMatchObject([{ value: null }]);
  });

  it('has seen something no times', () => {
    expect(measureVisit(visit('opportunities-praise'), 'corrections', 'en')).toMatchObject({ value: 0 });
  });
});
