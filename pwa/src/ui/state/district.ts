/** What an administrator makes the district's own: the template of cycles, and lists of standards. */
import { TEMPLATE } from '../../core/coaching/menu';
import type { Plan } from '../../core/coaching/standards';
import type { Draft, Fields, Id, Scope } from '../../core/types';
import { newId, type Store } from '../../store';
import { create, edit } from './records';

/** One transaction keeps so many. */
const AT_ONCE = 250;

/** Writes the district's template: its first, or over the one it has. */
export async function writeTemplate(store: Store, space: Id, body: Fields): Promise<void> {
  const held = (await store.list('template')).find((row) => row.fields.slug === TEMPLATE);
  if (held !== undefined) await edit(store, held, { body });
  else await create(store, 'template', `space:${space}`, { slug: TEMPLATE, body });
}

/** Does what was shown: adds, words anew, retires. Resolves when all is on the tablet's disk. */
export async function takeStandards(store: Store, space: Id, plan: Plan): Promise<void> {
  const scope: Scope = `space:${space}`;
  const drafts: Draft[] = [
    ...plan.added.map((fields): Draft => {
      const id = newId();
      return { id, record: id, kind: 'standard', scope, fields };
    }),
    ...plan.changed.map(({ row, fields }): Draft => ({
      record: row.record,
      kind: 'standard',
      scope: row.scope,
      base: row.rev,
      fields: { ...fields, retired: false },
    })),
    ...plan.retired.map((row): Draft => ({
      record: row.record,
      kind: 'standard',
      scope: row.scope,
      base: row.rev,
      fields: { retired: true },
    })),
  ];
  for (let at = 0; at < drafts.length; at += AT_ONCE) await store.save(drafts.slice(at, at + AT_ONCE));
}
