import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import library from '../generated/library.json';
import { computeMeasures } from './measures';
import type { Recording } from './recorder';
import { itemsOf, openSweep, startRecording } from './recorder';
import { seatsOf, startRoom } from './room';
import { sweepOf } from './sweeps';
import { act, begin, OBSERVATION, rows, show, stored } from './testing';
import type { Step } from './testing';
import { makeTimeline } from './timeline';

describe.each(library.map((known) => known.slug))('the library protocol %s', (slug) => {
  const start = begin(slug, { present: 24, 'class-size': 24, 'planned-minutes': 45 });
  const { protocol } = start;
  const seats = protocol.seatmap === undefined ? [] : seatsOf(startRoom(protocol.seatmap));
  const isSeated = (code: string): boolean =>
    seats.length > 0 && (protocol.codes.find((each) => each.id === code)?.subjects ?? []).length > 0;

  /** Everything that the protocol names, captured once in the way its pad does. */
  const everything = (): readonly Step[] => [
    ...protocol.codes.map(({ id: code }, place): Step => {
      const t_ms = 125_000 * place;
      if (code === protocol.seatmap?.link) return { do: 'link', code, t_ms, subject: 'A1', to_subject: 'B2' };
      const seat = isSeated(code) ? { subject: seats[place % seats.length] ?? '' } : {};
      return { do: 'tap', code, t_ms, ...seat };
    }),
    ...protocol.items.map(({ id: code }, place): Step => ({ do: 'answer', code, t_ms: 600_000 + place, value: 1 })),
    ...(protocol.script?.tags ?? []).map((code, place): Step => ({
      do: 'note',
      t_ms: 700_000 + place,
      text: 'Why?',
      speaker: 'T',
      code,
    })),
    { do: 'note', t_ms: 800_000, text: 'A note' },
  ];

  /** A lane of its sweep holds one code, so that each is seen in a sweep of its own. */
  const inNewSweep = (held: Recording, { t_ms }: { readonly t_ms: number }): Recording =>
    protocol.sampling.method === 'sweep' ? openSweep(held, t_ms) : held;

  test('can be captured whole, is read whole, and gives figures', () => {
    const capture = (held: Recording, step: Step): Recording =>
      act(step.do === 'tap' ? inNewSweep(held, step) : held, step);
    const recording = act(everything().reduce(capture, start), { do: 'end', t_ms: 5_000_000 });
    const fields = stored(recording);
    const timeline = makeTimeline(protocol, recording.observation.fields, itemsOf(recording), 5_000_000);
    expect(timeline.unread).toEqual([]);
    const named = new Set(fields.map((each) => each.code));
    for (const { id } of [...protocol.codes, ...protocol.items]) expect(named).toContain(id);
    if (protocol.sampling.method === 'sweep') {
      expect(new Set(fields.map((each) => each.action))).not.toContain('tap');
      const seen = timeline.sweeps.flatMap((sweep) => sweep.sightings).map((sighting) => sighting.code);
      expect(new Set(seen)).toEqual(new Set(protocol.codes.map((code) => code.id)));
    }
    expect(timeline.ratings).toHaveLength(protocol.items.length);
    const { measures, codes } = computeMeasures(protocol, timeline);
    expect(Object.keys(measures)).toEqual(protocol.measures.map((measure) => measure.id));
    expect(Object.values(measures).some((measured) => measured.value !== null)).toBe(true);
    expect(Object.keys(codes)).toEqual(protocol.codes.map((code) => code.id));
  });

  const code = fc.constantFrom(...protocol.codes.map((each) => each.id));
  const seat = fc.constantFrom(...(seats.length > 0 ? seats.slice(0, 5) : ['A1']));
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.record({ do: fc.constant('tap' as const), code, seat }) },
    ...(protocol.sampling.method === 'sweep'
      ? [
          fc.record({ do: fc.constant('count' as const), code, value: fc.nat(30) }),
          fc.record({ do: fc.constant('next' as const) }),
        ]
      : []),
    ...(protocol.items.length > 0
      ? [
          fc.record({
            do: fc.constant('answer' as const),
            item: fc.constantFrom(...protocol.items.slice(0, 4).map((each) => each.id)),
            value: fc.constantFrom(null, 0, 1),
          }),
        ]
      : []),
    fc.record({ do: fc.constant('undo' as const) }),
    fc.record({ do: fc.constant('retract' as const), place: fc.nat(30) }),
  );
  type Drawn = typeof step extends fc.Arbitrary<infer D> ? D : never;

  function apply(recording: Recording, drawn: Drawn, t_ms: number): Recording {
    switch (drawn.do) {
      case 'tap':
        return act(recording, {
          do: 'tap',
          code: drawn.code,
          t_ms,
          ...(isSeated(drawn.code) ? { subject: drawn.seat } : {}),
        });
      case 'count':
        return isSeated(drawn.code)
          ? recording
          : act(recording, { do: 'count', code: drawn.code, t_ms, value: drawn.value });
      case 'next':
        return openSweep(recording, t_ms);
      case 'answer':
        return act(recording, { do: 'answer', code: drawn.item, t_ms, value: drawn.value });
      case 'undo':
        return act(recording, { do: 'undo' });
      case 'retract': {
        const items = itemsOf(recording).filter((item) => item.fields.retracted !== true);
        const item = items[drawn.place % Math.max(1, items.length)];
        return item === undefined ? recording : act(recording, { do: 'retract', record: item.record });
      }
    }
  }

  test('whatever is done, the pad shows what the timeline says, and a reload changes nothing', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const recording = steps.reduce((held, drawn, place) => apply(held, drawn, 7_000 * (place + 1)), start);
        const timeline = makeTimeline(protocol, {}, itemsOf(recording), 7_000 * (steps.length + 2));
        expect(timeline.unread).toEqual([]);
        for (const sweep of timeline.sweeps) {
          const held = Object.entries(sweep.codes).filter(([, n]) => n > 0);
          expect(new Map(held)).toEqual(sweepOf(recording, sweep.index).codes);
        }
        const answers = [...recording.answers.values()].map(({ record, fields }) => [record, fields.value ?? null]);
        expect(new Map(timeline.ratings.map(({ item, value }) => [item, value]))).toEqual(new Map(answers as []));
        expect(answers.every(([record]) => record !== undefined)).toBe(true);
        const again = startRecording(protocol, show(OBSERVATION, recording.observation.fields), rows(recording));
        expect(again.running).toEqual(recording.running);
        expect(again.counts).toEqual(recording.counts);
        expect(again.marks).toEqual(recording.marks);
        expect(again.answers).toEqual(recording.answers);
        expect(again.sweeps).toEqual(recording.sweeps);
        expect(again.seats.links).toEqual(recording.seats.links);
      }),
      { numRuns: 40 },
    );
  });
});
