import { describe, expect, it } from 'vitest';

import type { CycleFields, ObservationFields, PersonFields, Shown } from '../../../core/types';
import { countDirectory, dateOf, planVisits } from './lib';

function show<F>(record: string, fields: F): Shown<F> {
  return {
    record,
    kind: 'cycle',
    scope: `cycle:${record}`,
    rev: null,
    seq: null,
    fields,
    versions: {},
    pending: false,
    unsafe: false,
    readOnly: false,
  };
}

const ana = show<PersonFields>('ana', { name: 'Ana Ruiz', roles: ['teacher'] });
const cycles = [
  show<CycleFields>('c1', { title: 'Wait time', teachers: ['ana'], event_on: '2026-03-03', protocol: 'copus' }),
  show<CycleFields>('c2', { title: 'Talk', teachers: ['ana'], event_on: '2026-03-09' }),
  show<CycleFields>('c3', { title: 'Past', teachers: ['ana'], event_on: '2026-03-01' }),
];
const visit = show<ObservationFields>('v', {
  protocol: 'copus',
  protocol_version: 1,
  protocol_hash: '',
  teacher: 'ana',
  started_at: '2026-03-03T08:00:00.000Z',
  cycle: 'c1',
});

describe('the plan of a day', () => {
  it('names who is visited, and what comes later', () => {
    const plan = planVisits({ cycles, visits: [], people: [ana], unknown: '?' }, '2026-03-03');
    expect(plan.today.map((one) => one.teacher)).toEqual(['Ana Ruiz']);
    expect(plan.later.map((one) => one.title)).toEqual(['Talk']);
  });

  it('leaves out what has begun', () => {
    expect(planVisits({ cycles, visits: [visit], people: [ana], unknown: '?' }, '2026-03-03').today).toEqual([]);
  });
});

it('a day is the day where the tablet is', () => {
  expect(dateOf(new Date(2026, 2, 3, 23, 59))).toBe('2026-03-03');
});

it('the directory counts active people only', () => {
  const gone = show<PersonFields>('bo', { name: 'Bo', roles: ['teacher'], active: false });
  expect(countDirectory([ana, gone], [])).toEqual({ coaches: 0, teachers: 1, schools: 0 });
});
