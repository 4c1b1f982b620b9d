import { describe, expect, it } from 'vitest';

import type { Display } from '../../../../core/protocol';
import type { EvidenceFields } from '../../../../core/types';
import { en } from '../../../text/testing';
import { listFigures } from '../figures';
import type { Material } from '../material';
import { findInLibrary, makeMaterial } from '../testing';
import { findUnobserved, makeRibbon } from '../timeline';
import type { Drawn } from './drawn';
import { drawDisplay } from './index';

const ENGLISH = { language: 'en', t: en };

function draw(material: Material, id: string): Drawn {
  const display = material.protocol.displays.find((one) => one.id === id);
  const drawn = display === undefined ? null : drawDisplay(material, display);
  if (drawn === null) throw new Error(`no display ${id}`);
  return drawn;
}

function texts({ rows }: Drawn): readonly string[] {
  return rows.map((row) => row.map(({ text }) => text).join(' | '));
}

describe('a continuous lesson', () => {
  const lecture = makeMaterial(
    findInLibrary('fill-plus'),
    [
      { t_ms: 10_000, action: 'start', code: 'LT' },
      { t_ms: 85_000, action: 'start', code: 'SD' },
      { t_ms: 90_000, action: 'note', note: 'pairs' },
    ],
    { ...ENGLISH, until_ms: 110_000, pauses: [{ from_ms: 0, to_ms: 10_000, why: 'not_observed' }] },
  );

  it('says how its time is divided, by the clock of what was observed', () => {
    const shares = draw(lecture, 'shares');
    expect(shares.says).toBe('Most of the observed time: Lecturer talk 75% and Students discuss 25%.');
    expect(shares.rule).toContain('observed time');
    expect(texts(shares)).toContain('LT Lecturer talk | 1:15 | 75% | 1');
    expect(shares.rows.length).toBe(10);
  });

  it('shows what was recorded and nothing else on its timeline', () => {
    const lanes = makeRibbon(lecture);
    expect(lanes.map((lane) => lane.id)).toEqual(['non-interactive', 'interactive', 'notes']);
    expect(findUnobserved(lecture.timeline, 110_000)).toEqual([[0, 10_000]]);
  });
});

describe('a lesson in intervals', () => {
  const lesson = makeMaterial(
    findInLibrary('copus'),
    [
      { t_ms: 20_000, action: 'mark', code: 'L' },
      { t_ms: 150_000, action: 'mark', code: 'L' },
      { t_ms: 160_000, action: 'mark', code: 'SQ' },
    ],
    { ...ENGLISH, until_ms: 240_000 },
  );

  it('names the rule behind both of its percentages and mixes neither with time', () => {
    const intervals = draw(lesson, 'intervals');
    expect(intervals.rule).toBe(
      'Percent of 2 min intervals in which the code was marked (any part of the interval). It is not a percent of time.',
    );
    expect(texts(intervals)).toContain('L Listening | 2 | 100% | 67%');
    expect(draw(lesson, 'shares').rule).toBe(intervals.rule);
    const codes = draw(lesson, 'codes');
    expect(codes.rule).toContain('neither a percent of intervals nor of time');
    expect(texts(codes)).toContainEqual(expect.stringMatching(/^SQ .* \| 1 \| 33%$/));
  });

  it('shows in which intervals a code was marked', () => {
    const { picture } = draw(lesson, 'intervals');
    const strips = picture.is === 'strips' ? picture.groups.flatMap((group) => group.strips) : [];
    expect(strips.find((strip) => strip.id === 'SQ')?.filled).toEqual([1]);
  });
});

describe('a lesson in which subjects take turns', () => {
  // Five intervals of 15 s: the fifth is the peer's.
  const marks = [0, 1, 4].map((interval): EvidenceFields => ({
    t_ms: interval * 15_000 + 1000,
    action: 'mark',
    code: 'AET',
    interval,
    subject: interval === 4 ? 'peer' : 'target',
  }));
  const lesson = makeMaterial(findInLibrary('on-task-intervals'), marks, { ...ENGLISH, until_ms: 75_000 });

  it('gives each of them a share of its own intervals', () => {
    const engagement = draw(lesson, 'engagement');
    expect(
      texts(engagement)
        .slice(0, 2)
        .map((row) => row.split(' | ').slice(1).join(' ')),
    ).toEqual(['2 of 4 50%', '1 of 1 100%']);
    expect(engagement.rule).toContain('Subjects take turns');
    expect(engagement.rule).toContain('(the moment it begins)');
    const intervals = draw(lesson, 'intervals');
    expect(texts(intervals)[0]).toMatch(/^AET .* \| 2 of 4, 50% \| 1 of 1, 100%$/);
    expect(texts(intervals).at(-1)).toMatch(/^TDI .* \| – \| 0 of 1, 0%$/);
    expect(intervals.rule).toContain(
      'AET, PET: the moment it begins; OFT-M, OFT-V, OFT-P, TDI: any part of the interval',
    );
  });
});

describe('a lesson of events', () => {
  const lesson = makeMaterial(
    findInLibrary('opportunities-praise'),
    [
      { t_ms: 20_000, action: 'tap', code: 'BSP' },
      { t_ms: 30_000, action: 'tap', code: 'GP' },
      { t_ms: 40_000, action: 'tap', code: 'REP' },
    ],
    { ...ENGLISH, until_ms: 60_000 },
  );

  it('counts and gives rates', () => {
    const { picture, rule } = draw(lesson, 'counts');
    const bars = picture.is === 'bars' ? picture.groups.flatMap((group) => group.bars) : [];
    expect(bars.find((bar) => bar.id === 'BSP')).toMatchObject({ value: '1', detail: '1/min' });
    expect(rule).toBe('Counted moment by moment over 1:00 of observed time.');
  });

  it('says a ratio as counts of both sides and so many to one', () => {
    const balance = draw(lesson, 'balance');
    expect(balance.says).toMatch(/: 2 Praise and 1 Behaviour correction; that is 2 to 1\./);
    expect(
      texts(balance)
        .slice(0, 2)
        .map((row) => row.split(' | ').slice(1).join(' ')),
    ).toEqual(['Praise 2', 'Behaviour correction 1']);
  });

  it('has no ratio to none of the other, and never infinity', () => {
    const praise: Display = { id: 'one', label: { en: '', es: '' }, chart: 'ratio' };
    const only = makeMaterial(lesson.protocol, [{ t_ms: 20_000, action: 'tap', code: 'BSP' }], ENGLISH);
    expect(drawDisplay(only, praise)?.says).toContain('1 to 0');
  });

  it('shows a ratio as so many to one among the measures, with its counts in the sentence', () => {
    const ratio = listFigures(lesson).find((figure) => figure.id === 'praise-to-correction');
    expect(ratio).toMatchObject({ value: '2 to 1', exact: 2 });
    expect(ratio?.says).toContain('2 to 1');
  });
});

describe('a lesson of questions', () => {
  const lesson = makeMaterial(
    findInLibrary('questioning-wait-time'),
    [
      { t_ms: 10_000, action: 'tap', code: 'Q', modifiers: { level: 'remember' } },
      { t_ms: 11_000, action: 'start', code: 'A' },
      { t_ms: 15_000, action: 'stop', code: 'A' },
      { t_ms: 20_000, action: 'tap', code: 'Q', modifiers: { level: 'apply' }, note: 'How would you share 7 among 2?' },
      { t_ms: 24_000, action: 'start', code: 'A' },
      { t_ms: 27_000, action: 'stop', code: 'A' },
      { t_ms: 40_000, action: 'tap', code: 'Q' },
    ],
    { ...ENGLISH, until_ms: 60_000 },
  );

  it('shows each wait, their median, the line and what was not answered', () => {
    const waits = draw(lesson, 'waits');
    expect(waits.says).toContain(
      'Wait time 1: after the question: 2 waits, half of them 2.5 s or shorter; 1 of 2 lasted 3 s or longer; 1 without response.',
    );
    expect(texts(waits).slice(0, 2)).toEqual([
      '0:10 | Wait time 1: after the question | 1',
      '0:20 | Wait time 1: after the question | 4',
    ]);
    const [first] = waits.picture.is === 'dots' ? waits.picture.panels : [];
    expect(first?.dots.map((dot) => dot.item)).toEqual(['item-0000', 'item-0003']);
    expect(first?.limit?.label).toBe('3 s line');
  });

  it('lists the questions in order with level, wait and words', () => {
    const questions = draw(lesson, 'questions');
    expect(questions.says).toContain('3 questions:');
    expect(questions.says).toContain('Timed after 2 of them; half of these waits were 2.5 s or shorter.');
    const [, second, third] = texts(questions);
    expect(second).toMatch(/^0:20 \| .* \| apply: .* \| 4 \| How would you share 7 among 2\?$/);
    expect(third).toMatch(/ \| not said \| – \| $/);
  });
});
