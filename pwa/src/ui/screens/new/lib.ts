/** The order of choices in the set-up: what was used last stands first. */
import { readText, type ContextField, type Protocol } from '../../../core/protocol';
import type { CycleFields, Fields, Id, ObservationFields, PersonFields, Shown } from '../../../core/types';

export type Teacher = { readonly id: Id; readonly name: string; readonly recent: boolean };

/** Teachers by name, those visited lately first in the order of their last visit. */
export function orderTeachers(people: readonly Shown<PersonFields>[], lately: readonly Id[]): readonly Teacher[] {
  const place = (id: Id): number => (lately.includes(id) ? lately.indexOf(id) : Infinity);
  return people
    .filter((person) => person.fields.roles?.includes('teacher') && person.fields.active !== false)
    .map((person) => ({ id: person.record, name: person.fields.name, recent: lately.includes(person.record) }))
    .sort((one, other) => place(one.id) - place(other.id) || one.name.localeCompare(other.name));
}

/** Those whose name has every word that was typed, whatever the accents. */
export function findTeachers(teachers: readonly Teacher[], typed: string): readonly Teacher[] {
  const parts = plain(typed).split(/\s+/).filter(Boolean);
  return teachers.filter((teacher) => parts.every((part) => plain(teacher.name).includes(part)));
}

/** As many as are listed with nothing searched; whom a search finds may be twice as many. */
export const SHOWN = 8;

/** The teachers to choose from: the first of them and whoever is chosen, or those whom the search finds. */
export function listTeachers(
  teachers: readonly Teacher[],
  { search, chosen }: { search: string; chosen: Id | null },
): readonly Teacher[] {
  if (search === '') return teachers.filter((one, place) => place < SHOWN || one.id === chosen);
  return findTeachers(teachers, search).slice(0, SHOWN * 2);
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();
}

/** The protocols by title, the last used one first. */
export function orderProtocols<P extends { readonly slug: string; readonly body: Protocol }>(
  protocols: readonly P[],
  { last, language }: { last: string | null; language: string },
): readonly P[] {
  const title = (known: P): string => known.body.title[language] ?? known.body.title.en;
  return [...protocols].sort(
    (one, other) => Number(other.slug === last) - Number(one.slug === last) || title(one).localeCompare(title(other)),
  );
}

/** What a plan already says. */
export function fromCycle(cycle: Shown<CycleFields> | null): { teacher: Id | null; protocol: string | null } {
  return { teacher: cycle?.fields.teachers?.[0] ?? null, protocol: cycle?.fields.protocol ?? null };
}

/** The answers that were given, as the observation keeps them: numbers as numbers, nothing for what is open. */
export function readContext(fields: readonly ContextField[], typed: Readonly<Record<string, string>>): Fields {
  const given = fields.flatMap((field): [string, string | number][] => {
    const text = (typed[field.id] ?? '').trim();
    if (text === '') return [];
    if (field.kind !== 'number') return [[field.id, text]];
    const number = Number(text);
    return Number.isFinite(number) ? [[field.id, number]] : [];
  });
  return Object.fromEntries(given);
}

/**
 * What was told of the last lesson of this teacher and holds for the next: what was chosen and written. Numbers are
 * asked anew, for who is present changes.
 */
export function findTold(
  fields: readonly ContextField[],
  visits: readonly Shown<ObservationFields>[],
  teacher: Id | null,
): Readonly<Record<string, string>> {
  const lasting = fields.filter((field) => field.kind !== 'number');
  const last = visits.find((visit) => visit.fields.teacher === teacher && visit.fields.context !== undefined);
  const told = Object.entries(writeContext(lasting, last?.fields.context ?? {}));
  const isOffered = (id: string, value: string): boolean => {
    const field = lasting.find((one) => one.id === id);
    return value !== '' && (field?.kind !== 'choice' || (field.options ?? []).some((option) => option.id === value));
  };
  return Object.fromEntries(told.filter(([id, value]) => isOffered(id, value)));
}

/** Answers as a person reads them, in the order of the protocol. */
export function tellContext(
  fields: readonly ContextField[],
  told: Readonly<Record<string, string>>,
  language: string,
): readonly string[] {
  return fields.flatMap(({ id, options = [] }) => {
    const option = options.find((one) => one.id === told[id]);
    const words = option === undefined ? told[id] : readText(option.label, language);
    return words === undefined ? [] : [words];
  });
}

/** The answers as they stand in the form. */
export function writeContext(fields: readonly ContextField[], context: Fields): Readonly<Record<string, string>> {
  return Object.fromEntries(fields.map(({ id }) => [id, String(context[id] ?? '')]));
}
