/** Making and changing records from a screen: each is one change on the tablet's disk, with what it was made from. */
import { may } from '../../core/grants';
import { makeMembershipId } from '../../core/ids';
import type { Draft, Fields, Id, Kind, MembershipFields, MembershipRole, Scope, Shown } from '../../core/types';
import { newId, type Store } from '../../store';

/** Makes a record in a scope; resolves with its id when it is on disk. */
export async function create(store: Store, kind: Kind, scope: Scope, fields: Fields): Promise<Id> {
  const id = newId();
  await store.save([{ id, record: id, kind, scope, fields }]);
  return id;
}

/** A record that is to be made, and what tells it apart from others of its kind that are just being made. */
type Beginning = { readonly key: string; readonly kind: Kind; readonly scope: Scope; readonly fields: Fields };

/**
 * Gives a way to put down what may be said again before its record is on the screen: the first time makes the record,
 * with `said` beside its fields, and every later one changes the same. Nothing said makes nothing.
 */
export function startBeginnings(store: Store): (beginning: Beginning, said: Fields) => Promise<void> {
  const begun = new Map<string, Promise<Id>>();
  return async ({ key, kind, scope, fields }, said) => {
    const made = begun.get(key);
    if (made !== undefined) return edit(store, { record: await made, kind, scope, rev: null }, said);
    if (Object.values(said).every(isEmpty)) return;
    const making = create(store, kind, scope, { ...fields, ...said });
    begun.set(key, making);
    await making;
  };
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'string' && value.trim() === '';
}

/** Makes a cycle with its people in one step: whoever makes it owns it, its teachers may read and write in it. */
export async function createCycle(store: Store, fields: Fields, teachers: readonly Id[]): Promise<Id> {
  const id = newId();
  const scope: Scope = `cycle:${id}`;
  const grants = await Promise.all(teachers.map((teacher) => draftGrant(store, teacher, scope, 'teacher')));
  await store.save([{ id, record: id, kind: 'cycle', scope, fields: { ...fields, teachers } }, ...grants]);
  return id;
}

/** What an edit must know of a record; one that was only just made here has no `rev` yet. */
type Edited = Pick<Shown<unknown>, 'record' | 'kind' | 'scope' | 'rev'>;

/** Sets fields of a record; null clears one. Resolves when it is on disk. */
export async function edit(store: Store, row: Edited, fields: Fields): Promise<void> {
  await store.save([{ record: row.record, kind: row.kind, scope: row.scope, base: row.rev, fields }]);
}

/** Takes a record away; what it said stays in its history. */
export async function remove(store: Store, row: Shown<unknown>): Promise<void> {
  await store.save([{ record: row.record, kind: row.kind, scope: row.scope, base: row.rev, op: 'delete', fields: {} }]);
}

/** Gives somebody a role in a scope, or takes it. */
export async function grant(store: Store, user: Id, scope: Scope, role: MembershipRole | null): Promise<void> {
  await store.save([await draftGrant(store, user, scope, role)]);
}

async function draftGrant(store: Store, user: Id, scope: Scope, role: MembershipRole | null): Promise<Draft> {
  const record = await makeMembershipId(user, scope);
  const held = (await store.get(record)) as Shown<MembershipFields> | null;
  const fields: MembershipFields = {
    scope,
    role: role ?? held?.fields.role ?? 'reader',
    state: role === null ? 'revoked' : 'granted',
  };
  return { record, kind: 'membership', scope: `user:${user}`, base: held?.rev ?? null, fields };
}

/** The role that the signed-in person has in a scope; of a scope that was made here and never pulled, its owner's. */
export async function findRole(store: Store, row: Shown<unknown>): Promise<MembershipRole | null> {
  const memberships = await store.list('membership', { scope: `user:${store.user.id}` });
  const own = memberships.find((held) => held.fields.scope === row.scope && held.fields.state === 'granted');
  return own?.fields.role ?? (row.rev === null ? 'owner' : null);
}

/** Whether a person of that role may make or change a record of a kind there. */
export function mayWrite(store: Store, kind: Kind, scope: Scope, role: MembershipRole | null): boolean {
  return may({ user: store.user.id, space: null, roles: store.user.roles }, 'create', { kind, scope, role });
}
