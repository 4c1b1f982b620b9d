/** The names of the people of the district, as far as this tablet knows them. */
import type { Store } from '../../store';
import { keepAnswer } from './live.svelte';

export type Names = { readonly of: (person: string) => string | null };

/** Keeps the names right; call it while a component is set up. */
export function keepNames(store: Store): Names {
  const people = keepAnswer(store, ['person'], (held) => held.list('person'));
  const byId = $derived(new Map((people.now ?? []).map((person) => [person.record, person.fields.name])));
  return { of: (person) => byId.get(person) ?? null };
}
