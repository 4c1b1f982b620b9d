import { expect, it } from 'vitest';

import type { ActivityPeriod } from '../../state/viewers';
import { wall } from '../../text/en.wall';
import { listRows, nameMonths, writeHours, writeTime } from './lib';

const group = (key: string | null, activities: number, minutes = 30) => ({ key, activities, minutes });
const PERIOD: ActivityPeriod = {
  months: ['2026-10', '2026-11'],
  activities: 14,
  minutes: 400,
  school: [group('s1', 5), group('several', 9), group(null, 40)],
  service: [group('other', 7), group('data', 7)],
  coach: [],
};
const NAMING = { person: () => null, school: () => 'Hill Middle', service: (id: string) => `Service ${id}` };
const namesOf = (side: 'school' | 'service') =>
  listRows(PERIOD, side, NAMING, wall.activity).map(([name]) => name?.text);

it('the rest stands last, whatever its size, and what is no id has its words', () => {
  expect(namesOf('school')).toEqual(['Several schools at once', 'Hill Middle', 'The others together']);
  expect(namesOf('service')).toEqual(['Another service', 'Service data']);
});

it('months and minutes are written as people say them', () => {
  expect(nameMonths(PERIOD.months, 'en')).toBe('October 2026 and November 2026');
  expect(writeTime(400, 'en')).toBe('6 hr 40 min');
  expect([writeHours(400), writeHours(65), writeHours(30)]).toEqual(['6:40', '1:05', '0:30']);
});
