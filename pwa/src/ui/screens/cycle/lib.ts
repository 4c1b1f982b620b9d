/** What the parts of a cycle's page are made of. */
import { checkStep, type Checked, type Seen } from '../../../core/coaching/progress';
import { formatNumber, formatPercent } from '../../../core/format';
import { momentOfUuid7 } from '../../../core/ids';
import { readText, type Measure, type Protocol } from '../../../core/protocol';
import type { DateOn, GoalFields, Id, NextStepFields, PersonFields, Shown } from '../../../core/types';
import { dateOf } from '../today/lib';

/** A value of a measure as people write it: a share in percent, a ratio to one, a number with its unit. */
export function showValue(
  value: number | null,
  unit: string | null | undefined,
  language: string,
  units: Readonly<Record<string, string>>,
): string {
  if (value === null) return '–';
  if (unit === 'percent') return formatPercent(language, value);
  const number = formatNumber(language, value);
  if (unit === 'to_one') return `${number} : 1`;
  const name = unit === null || unit === undefined ? '' : (units[unit] ?? '');
  return name === '' ? number : `${number} ${name}`;
}

/** A value with as little beside it as a picture has room for. */
export function showShort(value: number | null, unit: string | null | undefined, language: string): string {
  return showValue(value, unit === 'percent' || unit === 'to_one' ? unit : null, language, {});
}

/** The label of a measure in the newest version that has it; its id where none is at hand. */
export function nameMeasure(protocols: readonly Protocol[], id: string, language: string): string {
  const measure = findMeasure(protocols, id);
  return measure === undefined ? id : readText(measure.label, language);
}

export function findMeasure(protocols: readonly Protocol[], id: string): Measure | undefined {
  return protocols.flatMap((protocol) => protocol.measures).find((measure) => measure.id === id);
}

/** The day on which a record was made, by its own id. */
export function madeOn(record: Id): DateOn {
  return dateOf(new Date(momentOfUuid7(record)));
}

/** How far a next step has come by what was seen since. */
export function checkOf(step: Shown<NextStepFields>, seen: readonly Seen[]): Checked | null {
  return checkStep(step.fields, madeOn(step.record), seen);
}

/** Who a step is for: a person of the district, or a word as it was written. */
export function nameWho(who: string, nameOf: (id: Id) => string | null): string {
  return nameOf(who) ?? who;
}

/** Active people of a role, by name; `without` are left out, and so are administrators where a coach is looked for. */
export function listPeople(
  people: readonly Shown<PersonFields>[],
  role: 'coach' | 'teacher',
  without: ReadonlySet<Id>,
): readonly Shown<PersonFields>[] {
  return people
    .filter(
      ({ record, fields }) =>
        fields.active !== false &&
        fields.roles?.includes(role) === true &&
        (role === 'teacher' || !fields.roles.includes('administrator')) &&
        !without.has(record),
    )
    .sort((one, other) => one.fields.name.localeCompare(other.fields.name));
}

/** The units that the measures of protocols come in, by measure; a goal keeps its own. */
export function readNumber(text: string): number | null {
  const value = Number(text.trim().replace(',', '.'));
  return text.trim() === '' || !Number.isFinite(value) ? null : value;
}

/** What is written of a goal that goes on in a next cycle. */
export function carryGoal(goal: GoalFields, now: number | null): GoalFields {
  return { ...goal, baseline: now ?? goal.baseline, state: 'open' };
}
