import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { segmentNow } from './answers';
import { applyAction, itemsOf, openSweep, startRecording } from './recorder';
import { nextSeat, seatsOf, startRoom } from './room';
import { segmentAt } from './scans';
import { clockSweep, sweepOf } from './sweeps';
import { act, begin, OBSERVATION, rows, show, stored } from './testing';
import type { Step } from './testing';
import { complete } from './vectors';

describe('an interval protocol with an exclusive lane', () => {
  const start = begin('on-task-intervals');

  test('a mark takes the place of the other one of its interval, and one undo brings that back', () => {
    const marked = act(start, { do: 'tap', code: 'AET', t_ms: 1_000 }, { do: 'tap', code: 'PET', t_ms: 2_000 });
    expect([...(marked.marks.get(0)?.keys() ?? [])]).toEqual(['PET']);
    expect(marked.counts.get('AET')).toBeUndefined();
    const undone = act(marked, { do: 'undo' });
    expect([...(undone.marks.get(0)?.keys() ?? [])]).toEqual(['AET']);
    expect(undone.last).toMatchObject({ code: 'AET' });
  });

  test('a late mark replaces in the interval that it is for', () => {
    const marked = act(
      start,
      { do: 'tap', code: 'AET', t_ms: 14_000 },
      { do: 'tap', code: 'PET', t_ms: 16_000 },
      { do: 'tap', code: 'PET', t_ms: 17_000, interval: 0 },
    );
    expect([...(marked.marks.get(0)?.keys() ?? [])]).toEqual(['PET']);
    expect([...(marked.marks.get(1)?.keys() ?? [])]).toEqual(['PET']);
  });

  test('marks of other lanes stand beside it', () => {
    const marked = act(start, { do: 'tap', code: 'AET', t_ms: 1_000 }, { do: 'tap', code: 'OFT-M', t_ms: 2_000 });
    expect(marked.marks.get(0)?.size).toBe(2);
  });
});

describe('a sweep seat by seat', () => {
  const start = begin('at-task');
  const look = (seat: string, code: string, t_ms: number): Step => ({ do: 'tap', code, t_ms, subject: seat });

  test('keeps one look a seat, with the number of the sweep', () => {
    const first = act(start, look('A1', 'AT', 1_000), look('A2', 'WAIT', 2_000), look('A1', 'AWAY', 3_000));
    expect(stored(first)).toEqual([
      { t_ms: 2_000, action: 'sweep', code: 'WAIT', subject: 'A2', interval: 0 },
      { t_ms: 3_000, action: 'sweep', code: 'AWAY', subject: 'A1', interval: 0 },
    ]);
    const second = act(openSweep(first, 240_000), look('A1', 'AT', 241_000));
    expect(sweepOf(second, 0).seats.size).toBe(2);
    expect(sweepOf(second, 1).seats.get('A1')?.fields.interval).toBe(1);
    expect(second.counts).toEqual(new Map(Object.entries({ WAIT: 1, AWAY: 1, AT: 1 })));
  });

  test('the same look once more takes it away, and undo brings it back', () => {
    const seen = act(start, look('A1', 'AT', 1_000), look('A1', 'AT', 2_000));
    expect(stored(seen)).toEqual([]);
    expect(stored(act(seen, { do: 'undo' }))).toHaveLength(1);
  });

  test('a reload goes on in the sweep in which something was seen last', () => {
    const second = act(openSweep(act(start, look('A1', 'AT', 1_000)), 240_000), look('A1', 'AT', 241_000));
    const again = startRecording(start.protocol, show(OBSERVATION, second.observation.fields), rows(second));
    expect(again.sweep).toEqual({ index: 1, since_ms: 241_000 });
  });

  test('goes on with the next seat that was not looked at, in the order of the room', () => {
    const room = { ...startRoom({ layout: 'rows', rows: 2, columns: 2 }), empty: ['A2'] };
    expect(seatsOf(room)).toEqual(['A1', 'B1', 'B2']);
    expect(nextSeat(room, new Map(), null)).toBe('A1');
    expect(nextSeat(room, new Map([['A1', 1]]), 'A1')).toBe('B1');
    expect(nextSeat(room, new Map([['B1', 1]]), 'B2')).toBe('A1');
    expect(nextSeat(room, new Map(['A1', 'B1', 'B2'].map((seat) => [seat, 1])), 'B2')).toBeNull();
  });

  test('the next one is due by the spacing, and it may take its time', () => {
    const opened = openSweep(start, 10_000);
    expect(clockSweep(start.protocol, null, { t_ms: 5_000, context: {} })).toEqual({ left_ms: null, due_ms: 0 });
    const clock = clockSweep(start.protocol, opened.sweep, { t_ms: 20_000, context: {} });
    expect(clock).toEqual({ left_ms: 170_000, due_ms: 230_000 });
  });
});

describe('head counts', () => {
  const start = begin('time-on-task-elements');

  test('a tap is one more, a number is that number, and none can be said', () => {
    const counted = act(
      start,
      { do: 'tap', code: 'ON', t_ms: 1_000 },
      { do: 'tap', code: 'ON', t_ms: 1_500 },
      { do: 'count', code: 'ON', t_ms: 2_000, value: 23 },
      { do: 'count', code: 'OFF', t_ms: 3_000, value: 0 },
    );
    expect(stored(counted)).toEqual([
      { t_ms: 1_000, action: 'sweep', code: 'ON', interval: 0, value: 23 },
      { t_ms: 3_000, action: 'sweep', code: 'OFF', interval: 0, value: 0 },
    ]);
    expect(sweepOf(counted, 0).codes.get('ON')).toBe(23);
    expect(sweepOf(act(counted, { do: 'undo' }, { do: 'undo' }), 0).codes.get('ON')).toBe(2);
  });

  test('of an exclusive lane one code stands in a sweep; the same again takes it away', () => {
    const first = act(start, { do: 'tap', code: 'TL', t_ms: 1_000 }, { do: 'tap', code: 'ON', t_ms: 1_500 });
    const other = act(first, { do: 'tap', code: 'TN', t_ms: 2_000 });
    expect(stored(other).map(({ code, value }) => [code, value])).toEqual([
      ['ON', 1],
      ['TN', undefined],
    ]);
    expect([...sweepOf(other, 0).codes]).toEqual([
      ['ON', 1],
      ['TN', 1],
    ]);
    expect(stored(act(other, { do: 'undo' })).map(({ code }) => code)).toEqual(['TL', 'ON']);
    expect([...sweepOf(act(other, { do: 'undo' }), 0).codes.keys()].sort()).toEqual(['ON', 'TL']);
    expect(act(other, { do: 'count', code: 'TL', t_ms: 2_500, value: 0 })).toEqual(other);
    expect(stored(act(other, { do: 'tap', code: 'TN', t_ms: 3_000 })).map(({ code }) => code)).toEqual(['ON']);
    const next = act(openSweep(other, 240_000), { do: 'tap', code: 'TL', t_ms: 241_000 });
    expect([...sweepOf(next, 1).codes]).toEqual([['TL', 1]]);
    expect(sweepOf(next, 0).codes.get('TN')).toBe(1);
  });

  test('what another observer saw in the lane comes back when the later one is taken away', () => {
    const mine = act(start, { do: 'tap', code: 'TN', t_ms: 2_000 });
    const theirs = act(start, { do: 'tap', code: 'TL', t_ms: 1_000 });
    const both = [...rows(theirs), ...rows(mine)];
    const pulled = startRecording(start.protocol, show(OBSERVATION, mine.observation.fields), both);
    expect([...sweepOf(pulled, 0).codes]).toEqual([['TN', 1]]);
    const later = both.find((row) => row.fields.code === 'TN')?.record ?? '';
    expect([...sweepOf(act(pulled, { do: 'retract', record: later }), 0).codes]).toEqual([['TL', 1]]);
  });

  test('are due at minutes 4, 9 and 14 of each segment, whenever the one before was made', () => {
    const due = [0, 1, 2, 3, 4, 5].map((index) => {
      const open = index === 0 ? null : { index: index - 1, since_ms: 17_000 * index };
      return clockSweep(start.protocol, open, { t_ms: 0, context: {} }).due_ms;
    });
    expect(due).toEqual([4, 9, 14, 29, 34, 39].map((minute) => minute * 60_000));
    const last = { index: 5, since_ms: 39 * 60_000 };
    expect(clockSweep(start.protocol, last, { t_ms: last.since_ms, context: {} }).due_ms).toBeNull();
  });

  test('spread over the lesson as long as it is planned', () => {
    const { protocol } = begin('classroom-snapshot');
    const next = (context: object) =>
      clockSweep(protocol, { index: 0, since_ms: 0 }, { t_ms: 0, context: { ...context } }).due_ms;
    expect(next({ 'planned-minutes': 60 })).toBe(6 * 60_000);
    expect(next({})).toBe(4.5 * 60_000);
  });

  test('carry what every code of the sweep was asked', () => {
    const seen = act(begin('engagement-by-ten'), { do: 'tap', code: 'E-LIS', t_ms: 1_000 });
    const record = itemsOf(seen)[0]?.record ?? '';
    const told = act(
      seen,
      { do: 'edit', record, fields: { modifiers: { activity: 'lecture' } } },
      { do: 'tap', code: 'D-PC', t_ms: 2_000 },
    );
    expect(stored(told)[1]).toMatchObject({ code: 'D-PC', modifiers: { activity: 'lecture' } });
    expect(stored(act(openSweep(told, 120_000), { do: 'tap', code: 'E-LIS', t_ms: 121_000 }))[2]).not.toHaveProperty(
      'modifiers',
    );
  });
});

describe('ratings and checks', () => {
  test('a rating holds for its segment, and another one takes its place', () => {
    const start = begin('time-on-task-elements');
    const rate = (value: number | null, t_ms: number, segment?: number): Step => ({
      do: 'answer',
      code: '1.1',
      t_ms,
      value,
      ...(segment === undefined ? {} : { segment }),
    });
    const rated = act(start, rate(2, 910_000), rate(3, 920_000), rate(null, 1_600_000, 0), rate(1, 1_700_000));
    expect(stored(rated)).toEqual([
      { t_ms: 1_600_000, action: 'rate', code: '1.1', interval: 0 },
      { t_ms: 1_700_000, action: 'rate', code: '1.1', value: 1, interval: 1 },
    ]);
    const none = applyAction(start, { do: 'answer', id: 'x', code: '1.1', t_ms: 0, value: null });
    expect(none.drafts[0]?.fields).toMatchObject({ action: 'rate', value: null });
    expect(stored(act(rated, { do: 'undo' }, { do: 'undo' }))[0]).toMatchObject({ value: 3, interval: 0 });
  });

  test('a check has the moment of its tick, and the same again takes it away', () => {
    const start = begin('classroom-environment');
    const ticked = act(start, { do: 'answer', code: 'LIGHT', t_ms: 61_000, value: 1 });
    expect(stored(ticked)).toEqual([{ t_ms: 61_000, action: 'check', code: 'LIGHT', value: 1 }]);
    expect(ticked.answers.get('LIGHT')?.fields.value).toBe(1);
    expect(act(ticked, { do: 'answer', code: 'LIGHT', t_ms: 62_000, value: 1 }).answers.size).toBe(0);
  });

  test('a segment says what is watched and what is scored, and for how long still', () => {
    const { protocol } = begin('time-on-task-elements');
    expect(segmentNow(protocol, 60_000)).toEqual({ index: 0, phase: 'watch', passed_ms: 60_000, left_ms: 840_000 });
    expect(segmentNow(protocol, 900_000)).toMatchObject({ index: 0, phase: 'score', left_ms: 600_000 });
    expect(segmentNow(protocol, 1_500_000)).toMatchObject({ index: 1, phase: 'watch' });
    expect(segmentNow(protocol, 3_000_000)).toMatchObject({ index: 1, phase: 'over' });
    expect(segmentNow(begin('copus').protocol, 0)).toBeNull();
  });
});

describe('the seat map', () => {
  test('holds turns at seats and links from seat to seat', () => {
    const start = begin('verbal-flow');
    const spoken = act(
      start,
      { do: 'tap', code: 'S-ANS', t_ms: 1_000, subject: 'B2' },
      { do: 'link', code: 'S-S', t_ms: 2_000, subject: 'B2', to_subject: 'C4' },
      { do: 'link', code: 'S-S', t_ms: 3_000, subject: 'B2', to_subject: 'B2' },
    );
    expect(spoken.seats.seats.get('B2')).toEqual({ count: 2, code: 'S-S' });
    expect(spoken.seats.links).toEqual(new Map([['B2 C4', 1]]));
    expect(stored(spoken)[1]).toEqual({ t_ms: 2_000, action: 'link', code: 'S-S', subject: 'B2', to_subject: 'C4' });
  });

  test('holds the way of the teacher, beside the area that runs', () => {
    const walked = act(
      begin('teacher-movement'),
      { do: 'tap', code: 'AMONG', t_ms: 0 },
      { do: 'tap', code: 'STOP', t_ms: 1_000, subject: 'A1' },
      { do: 'tap', code: 'STOP', t_ms: 9_000, subject: 'D4' },
    );
    expect(walked.seats.stops).toEqual({ seat: 'D4', before: { seat: 'A1', before: null } });
    expect(walked.running.has('AMONG')).toBe(true);
  });

  test('is kept with the observation and can be undone', () => {
    const start = begin('at-task');
    const room = startRoom({ layout: 'rows', rows: 3, columns: 4 });
    const arranged = act(start, { do: 'arrange', t_ms: 0, seatmap: room });
    expect(arranged.observation.fields.seatmap).toEqual(room);
    expect(act(arranged, { do: 'undo' }).observation.fields.seatmap).toBeNull();
  });
});

test('a button that is held measures as long as it is held, and its release alone stops nothing', () => {
  const base = begin('fill-plus');
  const protocol = complete({
    ...base.protocol,
    groups: [{ id: 'waits', label: { en: '', es: '' }, exclusive: false }],
    codes: [{ id: 'WAIT', kind: 'state', group: 'waits', label: { en: '', es: '' }, look_for: { en: '', es: '' } }],
    timers: [{ id: 'wait', kind: 'hold', code: 'WAIT', label: { en: '', es: '' } }],
  });
  const start = startRecording(protocol, show(OBSERVATION, base.observation.fields), []);
  const held = act(
    start,
    { do: 'release', code: 'WAIT', t_ms: 500 },
    { do: 'tap', code: 'WAIT', t_ms: 1_000 },
    { do: 'release', code: 'WAIT', t_ms: 4_200 },
  );
  expect(stored(held).map(({ action, t_ms }) => [action, t_ms])).toEqual([
    ['start', 1_000],
    ['stop', 4_200],
  ]);
});

test('segments are named alike while recording and while reading', () => {
  const { protocol } = begin('time-on-task-elements');
  fc.assert(
    fc.property(fc.nat(4_000_000), (t_ms) => {
      expect(segmentNow(protocol, t_ms)?.index).toBe(segmentAt(protocol, t_ms));
    }),
  );
});
