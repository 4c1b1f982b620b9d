/** The coaching log: weeks, totals by service, and what the tablet knows that was not logged yet. */
import type { ActivityFields, ConferenceFields, DateOn, Id, ObservationFields, Shown } from '../types';

export type Total = { readonly service: string; readonly entries: number; readonly minutes: number };
export type Suggestion = {
  /** The observation or conference that it comes from; kept as the entry's source, so that it is offered once. */
  readonly source: Id;
  readonly service: string;
  readonly minutes: number;
  readonly on: DateOn;
  readonly cycle: Id | null;
  readonly people: readonly Id[];
};

/** The Monday of the week in which a date lies. */
export function weekOf(on: DateOn): DateOn {
  const day = new Date(`${on}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() - ((day.getUTCDay() + 6) % 7));
  return day.toISOString().slice(0, 10);
}

/** A date so many days later. */
export function addDays(on: DateOn, days: number): DateOn {
  const day = new Date(`${on}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** Minutes and entries of each service, the most minutes first. */
export function totalServices(entries: readonly ActivityFields[]): readonly Total[] {
  const totals = new Map<string, Total>();
  for (const { service, minutes } of entries) {
    const so_far = totals.get(service) ?? { service, entries: 0, minutes: 0 };
    totals.set(service, { service, entries: so_far.entries + 1, minutes: so_far.minutes + minutes });
  }
  return [...totals.values()].sort(
    (one, other) => other.minutes - one.minutes || (one.service < other.service ? -1 : 1),
  );
}

type Known = {
  readonly visits: readonly Shown<ObservationFields>[];
  readonly conferences: readonly Shown<ConferenceFields>[];
  readonly logged: ReadonlySet<Id>;
};

/** Visits and conferences of a stretch of days that ended and are not in the log. */
export function suggestEntries(
  { visits, conferences, logged }: Known,
  from: DateOn,
  to: DateOn,
): readonly Suggestion[] {
  const lessons = visits.flatMap(({ record, fields }): Suggestion[] => {
    const ended = fields.ended_ms ?? null;
    if (ended === null) return [];
    const people = [fields.teacher];
    return [
      {
        source: record,
        service: 'observation',
        minutes: toMinutes(ended),
        on: dayOf(fields.started_at),
        cycle: fields.cycle ?? null,
        people,
      },
    ];
  });
  const talks = conferences.flatMap(({ record, scope, fields }): Suggestion[] => {
    const [start, end] = [fields.started_at ?? null, fields.ended_at ?? null];
    if (start === null || end === null) return [];
    const service = fields.phase === 'pre' ? 'planning' : 'reflection';
    const minutes = toMinutes(Date.parse(end) - Date.parse(start));
    return [{ source: record, service, minutes, on: dayOf(start), cycle: scope.slice('cycle:'.length), people: [] }];
  });
  return [...lessons, ...talks].filter(({ source, on }) => on >= from && on <= to && !logged.has(source));
}

function toMinutes(ms: number): number {
  return Math.max(1, Math.round(ms / 60_000));
}

/** The date of an instant where the tablet is. */
function dayOf(at: string): DateOn {
  const moment = new Date(at);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
