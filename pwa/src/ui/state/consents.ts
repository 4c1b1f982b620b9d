/** Words about whether an administrator may see a visit or a cycle. */
import { listStandings, standOf, type Standing } from '../../core/consents';
import type { ConsentFields, Id, Scope, Shown } from '../../core/types';
import type { Store } from '../../store';
import { keepAnswer, type Answer } from './live.svelte';
import { create, edit } from './records';

/** An administrator, how things stand about them, and the name. */
export type About = Standing & { readonly name: string };

/** Keeps every administrator of the district, with what was said about them in a scope. */
export function keepConsents(
  store: Store,
  scope: () => Scope,
  teachers: () => readonly Id[],
): Answer<readonly About[]> {
  return keepAnswer(
    store,
    ['consent', 'person'],
    async () => {
      const [words, people] = await Promise.all([store.list('consent', { scope: scope() }), store.list('person')]);
      const said = listStandings(words, teachers(), store.user.id);
      return people
        .filter(({ fields }) => fields.active !== false && fields.roles?.includes('administrator') === true)
        .filter(({ record }) => record !== store.user.id)
        .map(({ record, fields }) => ({
          ...(said.find((one) => one.reader === record) ?? standOf(record, words, teachers(), store.user.id)),
          name: fields.name,
        }))
        .sort((one, other) => one.name.localeCompare(other.name));
    },
    () => [scope(), teachers()],
  );
}

/** Says yes, or takes it back. */
export async function sayConsent(
  store: Store,
  scope: Scope,
  reader: Id,
  own: Shown<ConsentFields> | null,
  given: boolean,
): Promise<void> {
  if (own === null) await create(store, 'consent', scope, { reader, by: store.user.id, given });
  else await edit(store, own, { given });
}
