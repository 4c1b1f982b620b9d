import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import library from '../generated/library.json';
import type { Protocol } from './protocol';
import { applyAction, initialCodes, intervalNow, isPaused, itemsOf, observedPart, startRecording } from './recorder';
import type { Action, Recording } from './recorder';
import { makeTimeline } from './timeline';
import type { Draft, EvidenceFields, ObservationFields, Shown } from './types';

const OBSERVATION = '01980000-0000-7000-8000-0000000000ff';

function find(slug: string): Protocol {
  const found = library.find((one) => one.slug === slug);
  if (found === undefined) throw new Error(`no protocol ${slug} in the library`);
  return found.body as unknown as Protocol;
}

function begin(slug: string): Recording {
  const fields: ObservationFields = {
    protocol: slug,
    protocol_version: 1,
    protocol_hash: '',
    teacher: '01980000-0000-7000-8000-0000000000fe',
    started_at: '2026-11-22T10:00:00.000Z',
  };
  return startRecording(find(slug), show(OBSERVATION, 'observation', fields), []);
}

function show<F>(record: string, kind: 'observation' | 'evidence', fields: F): Shown<F> {
  const scope = `observation:${OBSERVATION}` as const;
  return {
    record,
    kind,
    scope,
    rev: null,
    seq: null,
    fields,
    versions: {},
    pending: true,
    unsafe: false,
    readOnly: false,
  };
}

let made = 0;
function nextId(): string {
  made += 1;
  return `01980000-0000-7000-8000-${made.toString(16).padStart(12, '0')}`;
}

function tap(code: string, t_ms: number): Action {
  return { do: 'tap', id: nextId(), code, t_ms };
}

function apply(recording: Recording, ...actions: Action[]): { recording: Recording; drafts: readonly Draft[] } {
  let now = recording;
  const drafts: Draft[] = [];
  for (const action of actions) {
    const applied = applyAction(now, action);
    now = applied.recording;
    drafts.push(...applied.drafts);
  }
  return { recording: now, drafts };
}

describe('a continuous protocol', () => {
  const start = begin('fill-plus');
  const [first = '', second = ''] = start.protocol.codes.map((code) => code.id);

  test('a state starts with one change that creates its own record', () => {
    const { recording, drafts } = apply(start, tap(first, 1_000));
    expect(drafts).toHaveLength(1);
    expect(drafts[0]).toMatchObject({ kind: 'evidence', fields: { action: 'start', code: first, t_ms: 1_000 } });
    expect(drafts[0]?.id).toBe(drafts[0]?.record);
    expect([...recording.running]).toEqual([[first, 1_000]]);
  });

  test('an exclusive state ends the one before, with one tap', () => {
    const { recording, drafts } = apply(start, tap(first, 1_000), tap(second, 5_000));
    expect(drafts).toHaveLength(2);
    expect([...recording.running]).toEqual([[second, 5_000]]);
  });

  test('a second tap on an exclusive state does nothing', () => {
    expect(apply(start, tap(first, 1_000), tap(first, 2_000)).drafts).toHaveLength(1);
  });

  test('undo takes back the last tap and lets the state before run on', () => {
    const { recording, drafts } = apply(start, tap(first, 1_000), tap(second, 5_000), { do: 'undo' });
    expect([...recording.running]).toEqual([[first, 1_000]]);
    expect(drafts[2]).toMatchObject({ record: drafts[1]?.record, fields: { retracted: true } });
    expect(recording.last).toMatchObject({ what: 'item', code: first, t_ms: 1_000 });
  });

  test('a pause closes what runs, and its undo opens it again', () => {
    const paused = apply(start, tap(first, 1_000), { do: 'pause', t_ms: 3_000, why: 'pause' });
    expect(paused.recording.running.size).toBe(0);
    expect(isPaused(paused.recording)).toBe(true);
    expect(paused.drafts[1]?.fields).toEqual({ pauses: [{ from_ms: 3_000, why: 'pause' }] });
    const resumed = apply(paused.recording, { do: 'resume', t_ms: 9_000 });
    expect(resumed.drafts[0]?.fields).toEqual({ pauses: [{ from_ms: 3_000, to_ms: 9_000, why: 'pause' }] });
    const undone = apply(paused.recording, { do: 'undo' });
    expect(undone.drafts[0]?.fields).toEqual({ pauses: null });
    expect([...undone.recording.running]).toEqual([[first, 1_000]]);
  });

  test('the end closes an open pause and can be undone', () => {
    const ended = apply(start, { do: 'pause', t_ms: 3_000, why: 'pause' }, { do: 'end', t_ms: 9_000 });
    expect(ended.drafts[1]?.fields).toEqual({
      ended_ms: 9_000,
      pauses: [{ from_ms: 3_000, to_ms: 9_000, why: 'pause' }],
    });
    const undone = apply(ended.recording, { do: 'undo' });
    expect(undone.drafts[0]?.fields).toEqual({ ended_ms: null, pauses: [{ from_ms: 3_000, why: 'pause' }] });
  });

  test('a retracted item comes back by undo, and an edit gets its old value', () => {
    const { recording, drafts } = apply(start, tap(first, 1_000));
    const record = drafts[0]?.record ?? '';
    const edited = apply(recording, { do: 'edit', record, fields: { t_ms: 500 } });
    expect([...edited.recording.running]).toEqual([[first, 500]]);
    expect(apply(edited.recording, { do: 'undo' }).drafts[0]?.fields).toEqual({ t_ms: 1_000 });
    const retracted = apply(recording, { do: 'retract', record });
    expect(retracted.recording.running.size).toBe(0);
    expect(apply(retracted.recording, { do: 'undo' }).drafts[0]?.fields).toEqual({ retracted: false });
  });

  test('a changed clock is noted and closes nothing', () => {
    const { recording } = apply(start, tap(first, 1_000), { do: 'gap', from_ms: 2_000, to_ms: 2_000, why: 'clock' });
    expect(recording.running.size).toBe(1);
    expect(isPaused(recording)).toBe(false);
  });

  test('a note carries the time of its first keystroke and can be tagged', () => {
    const { drafts } = apply(start, { do: 'note', id: nextId(), t_ms: 4_000, text: 'Why?', speaker: 'S', code: first });
    expect(drafts[0]?.fields).toEqual({ t_ms: 4_000, action: 'note', note: 'Why?', speaker: 'S', code: first });
  });
});

describe('an interval protocol', () => {
  test('marks a code once an interval; a second tap takes the mark away', () => {
    const start = begin('copus');
    const code = start.protocol.codes[0]?.id ?? '';
    const { recording, drafts } = apply(start, tap(code, 1_000), tap(code, 2_000), tap(code, 125_000));
    expect(drafts.map((draft) => (draft.fields as EvidenceFields).action ?? 'retracted')).toEqual([
      'mark',
      'retracted',
      'mark',
    ]);
    expect(intervalNow(recording, 3_000)?.codes.size).toBe(0);
    expect(intervalNow(recording, 130_000)).toMatchObject({ index: 1 });
    expect(intervalNow(recording, 130_000)?.codes.has(code)).toBe(true);
  });
});

describe.each(['fill-plus', 'copus', 'opportunities-praise'])('on %s, whatever is done', (slug) => {
  const start = begin(slug);
  const codes = start.protocol.codes.map((code) => code.id);
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant('tap' as const), code: fc.constantFrom(...codes) }) },
    fc.record({ do: fc.constant('undo' as const) }),
    fc.record({ do: fc.constantFrom('pause' as const, 'resume' as const) }),
    fc.record({ do: fc.constant('retract' as const), place: fc.nat(20) }),
  );

  test('the pad shows what the timeline says, and a reload changes nothing', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let recording = start;
        let t_ms = 0;
        for (const one of steps) {
          t_ms += 7_000;
          recording = applyAction(recording, toAction(recording, one, t_ms)).recording;
        }
        const items = itemsOf(recording);
        const timeline = makeTimeline(recording.protocol, recording.observation.fields, items, t_ms + 1);
        const open = timeline.spans.filter((span) => span.end_ms === t_ms + 1 && !span.open);
        expect(new Map(open.map((span) => [span.code, span.start_ms]))).toEqual(new Map(recording.running));
        const shown = items.map((item) => show(item.record, 'evidence', item.fields));
        const again = startRecording(
          start.protocol,
          show(OBSERVATION, 'observation', recording.observation.fields),
          shown,
        );
        expect(again.running).toEqual(recording.running);
        expect(again.marks).toEqual(recording.marks);
        expect(again.counts).toEqual(recording.counts);
      }),
    );
  });

  function toAction(recording: Recording, one: { do: string; code?: string; place?: number }, t_ms: number): Action {
    if (one.do === 'tap') return tap(one.code ?? '', t_ms);
    if (one.do === 'pause') return { do: 'pause', t_ms, why: 'pause' };
    if (one.do === 'resume') return { do: 'resume', t_ms };
    const items = itemsOf(recording);
    const item = items[(one.place ?? 0) % Math.max(1, items.length)];
    if (one.do === 'undo' || item === undefined) return { do: 'undo' };
    return { do: 'retract', record: item.record };
  }
});

test('the lanes that name a first code start in it', () => {
  for (const slug of ['fill-plus', 'copus', 'opportunities-praise']) {
    const { protocol } = begin(slug);
    const named = protocol.groups.flatMap((group) => (group.initial === undefined ? [] : [group.initial]));
    expect(initialCodes(protocol)).toEqual(named);
  }
});

describe('after the end', () => {
  const lesson = apply(begin('fill-plus'), tap('LT', 30_000), tap('SD', 100_000)).recording;
  const ended = applyAction(lesson, { do: 'end', t_ms: 600_000 }).recording;
  const seconds = (recording: Recording): readonly number[] => {
    const { fields } = recording.observation;
    const { observed_ms, spans } = makeTimeline(recording.protocol, fields, itemsOf(recording), fields.ended_ms ?? 0);
    return [observed_ms, ...spans.map((span) => span.end_ms - span.start_ms)];
  };

  test('a late start and an early end are corrections: the items stay, and one undo brings the whole back', () => {
    const trimmed = applyAction(ended, { do: 'trim', from_ms: 60_000, until_ms: 500_000 }).recording;
    expect(observedPart(trimmed)).toEqual({ from_ms: 60_000, until_ms: 500_000 });
    expect(seconds(trimmed)).toEqual([440_000, 70_000, 400_000]);
    expect(itemsOf(trimmed)).toHaveLength(2);
    const twice = applyAction(trimmed, { do: 'trim', from_ms: 0, until_ms: 550_000 }).recording;
    expect(twice.observation.fields.pauses).toEqual([]);
    const undone = [1, 2].reduce((held) => applyAction(held, { do: 'undo' }).recording, twice);
    expect(seconds(undone)).toEqual(seconds(ended));
  });

  test('a part that is no part, or the one that stands, changes nothing', () => {
    for (const part of [
      { from_ms: 0, until_ms: 600_000 },
      { from_ms: 9_000, until_ms: 9_000 },
    ])
      expect(applyAction(ended, { do: 'trim', ...part }).drafts).toEqual([]);
  });

  test('a lesson that goes on runs no state that its end closed', () => {
    const again = applyAction(ended, { do: 'reopen', t_ms: 600_000 });
    expect(again.drafts.map((draft) => draft.fields)).toEqual([{ ended_ms: null }]);
    expect([...again.recording.running]).toEqual([]);
    expect(applyAction(again.recording, { do: 'reopen', t_ms: 1 }).drafts).toEqual([]);
  });
});

test('a starred moment is an item with a time and nothing else, and undo says what it is', () => {
  const id = nextId();
  const { recording, drafts } = applyAction(begin('fill-plus'), { do: 'star', id, t_ms: 7_000 });
  expect(drafts.map((draft) => draft.fields)).toEqual([{ t_ms: 7_000, action: 'note', starred: true }]);
  expect(recording.last?.what).toBe('star');
  expect(makeTimeline(recording.protocol, {}, itemsOf(recording), 10_000)).toMatchObject({ notes: [], unread: [] });
});
