import { expect, it } from 'vitest';

import type { Protocol } from '../../core/protocol';
import { startRecording, type Recording } from '../../core/recorder';
import type { ObservationFields, Shown } from '../../core/types';
import library from '../../generated/library.json';
import { applyAll, makeTap } from './lesson-steps';
import { makeView } from './lesson-view';

const observation: Shown<ObservationFields> = {
  record: 'o',
  kind: 'observation',
  scope: 'observation:o',
  rev: null,
  seq: null,
  fields: {
    protocol: 'copus',
    protocol_version: 1,
    protocol_hash: '',
    teacher: 't',
    started_at: '2026-03-03T08:00:00.000Z',
  },
  versions: {},
  pending: false,
  unsafe: false,
  readOnly: false,
};

function start(slug: string): Recording {
  const found = library.find((known) => known.slug === slug);
  if (found === undefined) throw new Error(slug);
  const lists = { modifiers: [], subjects: [], exclude: [], segments: [], items: [] };
  return startRecording({ ...lists, ...found.body } as unknown as Protocol, observation, []);
}

let made = 0;

function tap(recording: Recording, code: string, t_ms: number, late = false): Recording {
  made += 1;
  const id = `item-${String(made).padStart(4, '0')}`;
  return applyAll(recording, [makeTap(recording, { id, code, t_ms, late })]).recording;
}

const quiet = { asking: null, gap: null };

it('one level of engagement takes the place of the other in its interval', () => {
  const low = tap(start('copus'), 'Eng-L', 5_000);
  const high = tap(low, 'Eng-H', 9_000);
  expect(makeView(high, { ...quiet, now_ms: 10_000 }).interval?.codes).toEqual(['Eng-H']);
});

it('marks of a lane where codes go together stay together', () => {
  const both = tap(tap(start('copus'), 'Lec', 5_000), 'RtW', 6_000);
  expect(makeView(both, { ...quiet, now_ms: 10_000 }).interval?.codes).toEqual(['Lec', 'RtW']);
});

it('a late tap marks the interval before', () => {
  const late = tap(start('copus'), 'SQ', 122_000, true);
  expect(makeView(late, { ...quiet, now_ms: 123_000 }).interval).toEqual({ index: 1, codes: [], before: ['SQ'] });
});

it('what was taken back asks for no details and leaves the list', () => {
  const tapped = tap(start('opportunities-praise'), 'OTR-G', 5_000);
  const record = tapped.items?.item.record ?? '';
  expect(makeView(tapped, { asking: record, gap: null, now_ms: 6_000 }).asking?.record).toBe(record);
  const undone = applyAll(tapped, [{ do: 'undo' }]).recording;
  const view = makeView(undone, { asking: record, gap: null, now_ms: 6_000 });
  expect([view.asking, view.latest, view.last]).toEqual([null, [], null]);
});
