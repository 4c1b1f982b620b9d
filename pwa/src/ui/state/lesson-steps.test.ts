import { describe, expect, it } from 'vitest';

import type { Modifier, Protocol } from '../../core/protocol';
import { itemsOf, startRecording, type Action, type Recording } from '../../core/recorder';
import { makeTimeline } from '../../core/timeline';
import type { ObservationFields, Shown } from '../../core/types';
import library from '../../generated/library.json';
import { applyAll, findAsked, makeDetail, makeTap } from './lesson-steps';
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

describe('details of a state', () => {
  const asked = { ...start('talk-ratio').protocol, modifiers: [ask('prompted', 'start')] };
  const speaking = tap({ ...start('talk-ratio'), protocol: asked }, 'S', 5_000);
  const record = speaking.items?.item.record ?? '';
  const detail = (held: Recording, prompted: string, t_ms: number): readonly Action[] => [
    makeDetail(held, { id: 'next', record, modifiers: { prompted }, t_ms }),
  ];
  const told = applyAll(speaking, detail(speaking, 'yes', 6_000)).recording;

  it('given late or put right at once, they change its start', () => {
    expect(detail(speaking, 'yes', 60_000)).toMatchObject([{ do: 'edit' }]);
    expect(detail(told, 'no', 9_000)).toMatchObject([{ do: 'edit' }]);
  });

  it('given anew while it goes on, they begin a new stretch at that moment', () => {
    const switched = applyAll(told, detail(told, 'no', 60_000)).recording;
    const { spans } = makeTimeline(asked, {}, itemsOf(switched), 90_000);
    expect(
      spans.map(({ start_ms, end_ms, open, modifiers }) => [start_ms, end_ms, open, modifiers['prompted']]),
    ).toEqual([
      [5_000, 60_000, false, 'yes'],
      [60_000, 90_000, false, 'no'],
    ]);
  });

  it('a tap that stops it or is ignored asks about its start', () => {
    const again = applyAll(speaking, [{ do: 'tap', id: 'again', code: 'S', t_ms: 7_000 }]).recording;
    expect(findAsked(again, { id: 'again', code: 'S' })).toBe(record);
  });
});

function ask(id: string, when: 'start' | 'later'): Modifier {
  const label = { en: id, es: id };
  return { id, label, kind: 'one', ask: when, options: ['yes', 'no'].map((option) => ({ id: option, label })) };
}
