/** How people are listed: filtered, and told in a line of words. */
import { formatDay } from '../../../core/format';
import type { Colleague } from '../../state/people';
import type { Text } from '../../text';

export type Filter = { readonly search: string; readonly school: string; readonly role: string };

/** Those who fit, by name; letters with and without accents are alike. */
export function findPeople(people: readonly Colleague[], filter: Filter, language: string): readonly Colleague[] {
  const wanted = fold(filter.search);
  return people
    .filter((one) => fold(`${one.name} ${one.email}`).includes(wanted))
    .filter((one) => filter.school === '' || one.school === filter.school)
    .filter((one) => filter.role === '' || one.roles.some((role) => role === filter.role))
    .toSorted((one, other) => one.name.localeCompare(other.name, language));
}

/** A person's roles, and their school where it is known. */
export function sayPart(one: Colleague, schools: ReadonlyMap<string, string>, t: Text): string {
  const roles = one.roles.map((role) => t.settings.roles[role]).join(', ');
  const school = schools.get(one.school ?? '');
  return school === undefined ? roles : `${roles} · ${school}`;
}

/** Whether somebody has come, and since when they were not seen. */
export function sayStanding(one: Colleague, t: Text, language: string): string {
  const { standing, inactive, until, lastSeen } = t.people.list;
  if (!one.active) return inactive;
  const day = (at: string): string => formatDay(language, at);
  if (one.standing === 'invited' && one.invited_until !== null)
    return `${standing.invited}, ${until(day(one.invited_until))}`;
  if (one.standing === 'here' && one.seen_at !== null) return `${standing.here}, ${lastSeen(day(one.seen_at))}`;
  return standing[one.standing];
}

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}
