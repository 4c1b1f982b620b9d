/** What stands on Today, from what the tablet holds. */
import type {
  CycleFields,
  DateOn,
  Id,
  ObservationFields,
  PersonFields,
  SchoolFields,
  Shown,
} from '../../../core/types';

export type Plan = {
  readonly cycle: Id;
  readonly teacher: string;
  readonly protocol: string | null;
  readonly title: string;
  readonly focus: string;
  readonly target: string;
  readonly on: DateOn;
};

/** The date of a moment where the tablet is. */
export function dateOf(moment: Date): DateOn {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}

export function nameOf(people: readonly Shown<PersonFields>[], id: Id | undefined, unknown: string): string {
  return people.find((person) => person.record === id)?.fields.name ?? unknown;
}

export function isRunning(row: Shown<ObservationFields>): boolean {
  return (row.fields.ended_ms ?? null) === null;
}

type Planned = {
  readonly cycles: readonly Shown<CycleFields>[];
  readonly visits: readonly Shown<ObservationFields>[];
  readonly people: readonly Shown<PersonFields>[];
  readonly unknown: string;
};

/** The visits planned for a date that have not begun, and the next few after it. */
export function planVisits(
  { cycles, visits, people, unknown }: Planned,
  today: DateOn,
): { today: Plan[]; later: Plan[] } {
  const begun = new Set(visits.filter((visit) => dayOf(visit) >= today).map((visit) => visit.fields.cycle));
  const plans = cycles
    .filter((cycle) => !begun.has(cycle.record) && (cycle.fields.event_on ?? '') >= today)
    .map((cycle) => makePlan(cycle, people, unknown))
    .sort((one, other) => (one.on < other.on ? -1 : 1));
  return {
    today: plans.filter((plan) => plan.on === today),
    later: plans.filter((plan) => plan.on > today).slice(0, 5),
  };
}

/** A cycle has visits of other days too; only one of that day or later means that its plan has begun. */
function dayOf(visit: Shown<ObservationFields>): DateOn {
  return dateOf(new Date(visit.fields.started_at));
}

function makePlan(cycle: Shown<CycleFields>, people: readonly Shown<PersonFields>[], unknown: string): Plan {
  const { title, teachers = [], protocol = null, event_on, focus = '', learning_target = '' } = cycle.fields;
  return {
    cycle: cycle.record,
    teacher: teachers.map((id) => nameOf(people, id, unknown)).join(', ') || unknown,
    protocol,
    title,
    focus,
    target: learning_target,
    on: event_on ?? '',
  };
}

/** How many people and schools the directory names; no more is told to an administrator here. */
export function countDirectory(people: readonly Shown<PersonFields>[], schools: readonly Shown<SchoolFields>[]) {
  const active = people.filter((person) => person.fields.active !== false);
  const having = (role: 'coach' | 'teacher'): number =>
    active.filter((person) => person.fields.roles?.includes(role)).length;
  return { coaches: having('coach'), teachers: having('teacher'), schools: schools.length };
}
