/** What the page of coaching activity is made of. */
import { formatLength, formatList, formatMonth } from '../../../core/format';
import type { Id } from '../../../core/types';
import type { Cell } from '../../parts/table';
import type { ActivityGroup, ActivityPeriod } from '../../state/viewers';
import type { Text } from '../../text';

export const SIDES = ['school', 'service', 'coach'] as const;
export type Side = (typeof SIDES)[number];

export type Naming = {
  readonly person: (id: Id) => string | null;
  readonly school: (id: Id) => string | null;
  readonly service: (id: string) => string;
};

/** `August 2026 and September 2026`. */
export function nameMonths(months: readonly string[], language: string): string {
  return formatList(
    language,
    months.map((month) => formatMonth(language, month)),
  );
}

/** A number of minutes as people say it. */
export function writeTime(minutes: number, language: string): string {
  return formatLength(language, minutes * 60);
}

/** Hours and minutes as a column has room for: `19:30`. */
export function writeHours(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
}

/** The rows of one division: by number of activities, the rest at the end. */
export function listRows(
  period: ActivityPeriod,
  side: Side,
  naming: Naming,
  text: Text['wall']['activity'],
): readonly (readonly Cell[])[] {
  return period[side]
    .toSorted((one, other) => rank(one) - rank(other))
    .map((group) => [
      { text: nameGroup(group, side, naming, text) },
      { text: String(group.activities) },
      { text: writeHours(group.minutes) },
    ]);
}

function rank({ key, activities }: ActivityGroup): number {
  return key === null ? Infinity : -activities;
}

function nameGroup({ key }: ActivityGroup, side: Side, naming: Naming, text: Text['wall']['activity']): string {
  if (key === null) return text.rest;
  if (side === 'coach') return naming.person(key) ?? key;
  if (side === 'service') return key === 'other' ? text.other : naming.service(key);
  if (key === 'several') return text.several;
  return key === 'none' ? text.none : (naming.school(key) ?? key);
}
