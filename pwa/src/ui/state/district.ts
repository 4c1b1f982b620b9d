/** What an administrator makes the district's own: the template of cycles, and lists of standards. */
import { TEMPLATE } from '../../core/coaching/menu';
import type { Intake } from '../../core/standards/intake';
import type { Draft, Fields, Id, Scope, Shown, StandardFields } from '../../core/types';
import { newId, type Store } from '../../store';
import { create, edit } from './records';

/** One transaction keeps so many. */
const AT_ONCE = 250;

/** Makes the id of a question or service of the district's own: what was answered and logged refers to it for good. */
export const makeOwnId = newId;

/** Writes the district's template: its first, or over the one it has. */
export async function writeTemplate(store: Store, space: Id, body: Fields): Promise<void> {
  const held = (await store.list('template')).find((row) => row.fields.slug === TEMPLATE);
  if (held !== undefined) await edit(store, held, { body });
  else await create(store, 'template', `space:${space}`, { slug: TEMPLATE, body });
}

/** Does what was shown, and retires what is missing if that was wanted. Resolves when all is on the tablet's disk. */
export async function takeStandards(store: Store, space: Id, intake: Intake, retires: boolean): Promise<void> {
  const scope: Scope = `space:${space}`;
  const held = new Map((await store.list('standard')).map((row) => [row.record, row]));
  const change = (record: Id, fields: Fields): Draft[] => {
    const row = held.get(record);
    return row === undefined ? [] : [draftEdit(row, fields)];
  };
  const drafts: readonly Draft[] = [
    ...intake.fresh.map((fields): Draft => {
      const id = newId();
      return { id, record: id, kind: 'standard', scope, fields };
    }),
    ...intake.changed.flatMap(({ record, fields }) => change(record, fields)),
    ...(retires ? intake.missing.flatMap((record) => change(record, { retired: true })) : []),
  ];
  await saveInParts(store, drafts);
}

/** Offers a whole list in cycles, or no more. What refers to its standards goes on showing them. */
export async function offerList(store: Store, list: string, isOffered: boolean): Promise<void> {
  const rows = (await store.list('standard')).filter(
    ({ fields }) => fields.list === list && (fields.retired === true) === isOffered,
  );
  await saveInParts(
    store,
    rows.map((row) => draftEdit(row, { retired: !isOffered })),
  );
}

function draftEdit({ record, scope, rev }: Shown<StandardFields>, fields: Fields): Draft {
  return { record, kind: 'standard', scope, base: rev, fields };
}

async function saveInParts(store: Store, drafts: readonly Draft[]): Promise<void> {
  for (let at = 0; at < drafts.length; at += AT_ONCE) await store.save(drafts.slice(at, at + AT_ONCE));
}
