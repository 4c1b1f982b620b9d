import { describe, expect, it } from 'vitest';

import type { ActivityFields, ConferenceFields, CycleFields, GoalFields, ObservationFields, Shown } from '../types';
import { complete } from '../vectors';
import { addDays, suggestEntries, totalServices, weekOf } from './log';
import { nameService, readTemplate, SERVICES } from './menu';
import { findBound } from './nearest';
import { listMoves, makeMove, PHASES } from './phases';
import { checkStep, followGoal, type Seen } from './progress';
import { isVague } from './wording';

describe('a cycle', () => {
  it('can always move on and always back, and every move can be taken back', () => {
    for (const phase of PHASES) {
      const cycle: CycleFields = { title: 'x', phase };
      for (const move of listMoves(cycle)) {
        const moved = { ...cycle, ...makeMove(move, '2026-11-26') };
        const ways = listMoves(moved).map((back) => ({ ...moved, ...makeMove(back, '2026-11-27') }));
        expect(ways.some((again) => again.phase === phase && (again.closed_on ?? null) === null)).toBe(true);
      }
    }
  });

  it('that is closed can be opened again and nothing else', () => {
    expect(listMoves({ title: 'x', closed_on: '2026-11-26' })).toEqual(['reopen']);
  });
});

describe('the coaching menu', () => {
  it('has the twelve services where the district says nothing', () => {
    expect(readTemplate(undefined).services).toEqual(SERVICES);
    expect(SERVICES).toHaveLength(12);
  });

  it('takes names, hidden services and own ones from the district, and ignores what it cannot read', () => {
    const template = readTemplate({
      services: [
        { id: 'rounds', label: { en: 'Learning walk', es: 'Recorrido' }, isHidden: true },
        { id: 'mentoring', label: { en: 'Mentoring' }, isHidden: false },
        { id: 7 },
        'x',
      ],
      phases: { plan: { en: 'Before' }, event: 3 },
      prompts: [{ phase: 'plan', text: { en: 'What for?' } }, { phase: 'later' }],
    });
    expect(template.services).toHaveLength(13);
    expect(nameService(template, 'rounds', 'es')).toBe('Recorrido');
    expect(nameService(template, 'mentoring', 'es')).toBe('Mentoring');
    expect(nameService(template, 'forgotten', 'en')).toBe('forgotten');
    expect(template.phases).toEqual({ plan: { en: 'Before' } });
    expect(template.prompts).toHaveLength(1);
  });
});

const VISITS: readonly Seen[] = [
  { observation: 'c', on: '2026-11-20', version: 2, sampling: 'continuous', value: 46 },
  { observation: 'a', on: '2026-10-01', version: 1, sampling: 'continuous', value: 60 },
  { observation: 'b', on: '2026-11-01', version: 1, sampling: 'continuous', value: 54 },
  { observation: 'd', on: '2026-11-25', version: 2, sampling: 'interval', value: null },
];
const GOAL: GoalFields = {
  measure: 'talk',
  baseline: 60,
  target: 40,
  direction: 'down',
  observation: 'a',
  strategy_on: '2026-11-10',
};

describe('a goal over visits', () => {
  const followed = followGoal(GOAL, VISITS, 'en');

  it('puts them in order and says which came after the strategy', () => {
    expect(followed.points.map((point) => [point.observation, point.after])).toEqual([
      ['a', false],
      ['b', false],
      ['c', true],
      ['d', true],
    ]);
  });

  it('marks where the version or the sampling changed', () => {
    expect(followed.points.map((point) => point.changed)).toEqual([null, null, 'version', 'sampling']);
  });

  it('measures the way with the latest visit that has a value', () => {
    expect(followed.latest?.observation).toBe('c');
    expect(followed.progress.value).toBeCloseTo(0.7);
  });

  it('knows nothing yet when only the baseline was seen', () => {
    const first = followGoal(GOAL, VISITS.slice(1, 2), 'en');
    expect(first.latest).toBeNull();
    expect(first.progress.value).toBeNull();
  });
});

describe('a next step', () => {
  const step = { what: 'Wait', who: 'teacher', due_on: '2026-12-01', from: 60, to: 50 };

  it('is checked by the latest visit after the day it was agreed on', () => {
    expect(checkStep(step, '2026-10-15', VISITS)).toEqual({
      from: 60,
      to: 50,
      now: 46,
      on: '2026-11-20',
      arrived: true,
    });
    expect(checkStep({ ...step, from: 40, to: 55 }, '2026-10-15', VISITS)?.arrived).toBe(false);
  });

  it('is not checked by the visit that led to it, nor without a measure', () => {
    expect(checkStep(step, '2026-11-20', VISITS)).toBeNull();
    expect(checkStep({ ...step, from: null }, '2026-10-15', VISITS)).toBeNull();
  });
});

describe('the measure of a goal', () => {
  const talk = { id: 'talk', kind: 'share_of_time', codes: ['LT', 'AD'], label: { en: '', es: '' } };
  const version = complete({
    measures: [
      { ...talk, id: 'students', codes: ['SD'] },
      { ...talk, id: 'lecturer', codes: ['LT'] },
      { ...talk, id: 'count', kind: 'count' },
    ],
  });
  const known = complete({ measures: [talk] }).measures[0];

  it('is found by its id', () => {
    expect(findBound(version, 'lecturer', known)).toMatchObject({ is: 'there', measure: { id: 'lecturer' } });
  });

  it('that a version lacks is said, and the one of its kind with the most of its codes is offered', () => {
    expect(findBound(version, 'talk', known)).toMatchObject({ is: 'gone', nearest: { id: 'lecturer' } });
  });

  it('is offered none where nothing is like it', () => {
    expect(findBound(complete({ measures: [] }), 'talk', known)).toEqual({ is: 'gone', nearest: null });
    expect(findBound(version, 'talk', undefined)).toEqual({ is: 'gone', nearest: null });
  });
});

describe('wording', () => {
  it('is asked about when it could not be seen', () => {
    expect(isVague('More engagement', 'en', false)).toBe(true);
    expect(isVague('Mejorar la participación', 'es', false)).toBe(true);
  });

  it('is left alone when a measure or a number stands with it', () => {
    expect(isVague('More engagement', 'en', true)).toBe(false);
    expect(isVague('Wait 3 seconds more', 'en', false)).toBe(false);
    expect(isVague('Call on every table once', 'en', false)).toBe(false);
  });
});

const shown = <F>(record: string, scope: Shown['scope'], fields: F): Shown<F> => ({
  record,
  kind: 'activity',
  scope,
  rev: null,
  seq: null,
  fields,
  versions: {},
  pending: false,
  unsafe: false,
  readOnly: false,
});

describe('the coaching log', () => {
  it('counts weeks from Monday', () => {
    expect(weekOf('2026-11-26')).toBe('2026-11-23');
    expect(weekOf('2026-11-23')).toBe('2026-11-23');
    expect(weekOf('2026-11-29')).toBe('2026-11-23');
    expect(addDays('2026-02-27', 3)).toBe('2026-03-02');
  });

  it('adds up the minutes of each service', () => {
    const entries: ActivityFields[] = [
      { service: 'planning', minutes: 20, on: '2026-11-23' },
      { service: 'observation', minutes: 45, on: '2026-11-24' },
      { service: 'planning', minutes: 15, on: '2026-11-25' },
    ];
    expect(totalServices(entries)).toEqual([
      { service: 'observation', entries: 1, minutes: 45 },
      { service: 'planning', entries: 2, minutes: 35 },
    ]);
  });

  it('offers what ended that week and is not logged, once', () => {
    const visit: ObservationFields = {
      protocol: 'p',
      protocol_version: 1,
      protocol_hash: '0',
      teacher: 't',
      started_at: '2026-11-24T10:00:00.000Z',
      ended_ms: 2_700_000,
    };
    const talk: ConferenceFields = {
      phase: 'post',
      at: '2026-11-25T10:00:00.000Z',
      started_at: '2026-11-25T10:00:00.000Z',
      ended_at: '2026-11-25T10:25:00.000Z',
    };
    const known = {
      visits: [shown('v', 'observation:v', visit), shown('w', 'observation:w', { ...visit, ended_ms: null })],
      conferences: [shown('k', 'cycle:c', talk)],
      logged: new Set<string>(),
    };
    expect(
      suggestEntries(known, '2026-11-23', '2026-11-29').map((one) => [one.source, one.service, one.minutes]),
    ).toEqual([
      ['v', 'observation', 45],
      ['k', 'reflection', 25],
    ]);
    expect(suggestEntries({ ...known, logged: new Set(['v']) }, '2026-11-23', '2026-11-29')).toHaveLength(1);
    expect(suggestEntries(known, '2026-11-30', '2026-12-06')).toEqual([]);
  });
});
