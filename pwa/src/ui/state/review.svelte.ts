/** A lesson that is looked at: its evidence as it is now, and corrections of it. */
import { may } from '../../core/grants';
import type { EvidenceEdit, EvidenceFields, Id, ObservationFields, PersonFields, Shown } from '../../core/types';
import type { Store } from '../../store';
import { orSaid } from './away.svelte';
import { keepAnswer, type Answer } from './live.svelte';
import { findProtocol, type KnownProtocol } from './protocols';

export type Looked =
  | { readonly is: 'missing' | 'no-protocol' | 'at-office' }
  | {
      readonly is: 'there';
      readonly row: Shown<ObservationFields>;
      readonly known: KnownProtocol;
      readonly evidence: readonly Shown<EvidenceFields>[];
      readonly teacher: string | null;
      /** Whether this person may correct it: whoever was given it to read may not. */
      readonly mayEdit: boolean;
    };

/** Keeps an observation with all that belongs to it; call it while a component is set up. */
export function keepReview(store: Store, id: () => Id | null): Answer<Looked> {
  const kinds = ['observation', 'evidence', 'membership', 'person', 'protocol'] as const;
  return keepAnswer(store, kinds, () => look(store, id() ?? ''), id);
}

async function look(store: Store, id: Id): Promise<Looked> {
  const row = (await store.get(id)) as Shown<ObservationFields> | null;
  if (row === null || row.kind !== 'observation') return { is: 'missing' };
  const [known, evidence, person, mayEdit] = await Promise.all([
    findProtocol(store, row.fields),
    orSaid(id, store.evidenceOf(id)),
    store.get(row.fields.teacher),
    isOwn(store, row),
  ]);
  if (known === null) return { is: 'no-protocol' };
  if (evidence === null) return { is: 'at-office' };
  const teacher = (person as Shown<PersonFields> | null)?.fields.name ?? null;
  return { is: 'there', row, known, evidence, teacher, mayEdit };
}

/** Where a lesson ends: where it was ended, or at what was recorded last while it still runs. Milliseconds. */
export function untilOf({ row, evidence }: Pick<Extract<Looked, { is: 'there' }>, 'row' | 'evidence'>): number {
  return row.fields.ended_ms ?? evidence.reduce((latest, { fields }) => Math.max(latest, fields.t_ms), 0);
}

/** A visit that was never pulled was made here; of others the membership says what this person is in it. */
async function isOwn(store: Store, row: Shown<ObservationFields>): Promise<boolean> {
  if (row.readOnly) return false;
  if (row.rev === null) return true;
  const memberships = await store.list('membership', { scope: `user:${store.user.id}` });
  const own = memberships.find((member) => member.fields.scope === row.scope && member.fields.state === 'granted');
  const actor = { user: store.user.id, space: null, roles: store.user.roles };
  return may(actor, 'create', { kind: 'evidence', scope: row.scope, role: own?.fields.role ?? null });
}

/** Corrects an item: another change, so that nothing is overwritten. Resolves when it is on the tablet's disk. */
export async function correct(store: Store, item: Shown<EvidenceFields>, fields: EvidenceEdit): Promise<void> {
  await store.save([{ record: item.record, kind: 'evidence', scope: item.scope, base: item.rev, fields }]);
}
