/** Who an observation is shared with, and what came to it afterwards. */
import { formatInstant, momentOfUuid7 } from './ids';
import type { EvidenceFields, Id, Instant, MembershipFields, MembershipRole, Shown } from './types';

export type Access = {
  readonly user: Id;
  readonly role: MembershipRole;
  /** Since when, by the change that granted it; null until that has come back from the office. */
  readonly since: Instant | null;
  readonly row: Shown<MembershipFields>;
};

/** Those who may see a scope now, its owners first. */
export function listAccess(memberships: readonly Shown<MembershipFields>[], scope: string): readonly Access[] {
  const order: readonly MembershipRole[] = ['owner', 'observer', 'teacher', 'reader'];
  return memberships
    .filter(({ fields }) => fields.scope === scope && fields.state === 'granted')
    .map((row) => ({
      user: row.scope.slice('user:'.length),
      role: row.fields.role,
      since: sinceOf(row.rev),
      row,
    }))
    .sort((one, other) => order.indexOf(one.role) - order.indexOf(other.role));
}

function sinceOf(rev: Id | null): Instant | null {
  const moment = rev === null ? null : momentOf(rev);
  return moment === null ? null : formatInstant(moment);
}

/** Since when the teacher has been able to see it; null where it is not shared, or that is not known yet. */
export function sharedSince(access: readonly Access[]): Instant | null {
  const teachers = access.flatMap(({ role, since }) => (role === 'teacher' && since !== null ? [since] : []));
  return teachers.sort()[0] ?? null;
}

export type After = { readonly is: 'added' | 'edited'; readonly at: Instant };

/** What became of an item after it was shared: it came then, or was changed then; null where it stood before. */
export function afterSharing({ record, rev }: Shown<EvidenceFields>, since: Instant | null): After | null {
  if (since === null) return null;
  const made = momentOf(record);
  const changed = momentOf(rev ?? record);
  const from = Date.parse(since);
  if (made !== null && made > from) return { is: 'added', at: formatInstant(made) };
  if (changed !== null && changed > from && rev !== record) return { is: 'edited', at: formatInstant(changed) };
  return null;
}

/** The moment that an id carries; an id of another form carries none. */
function momentOf(id: Id): number | null {
  return id[14] === '7' ? momentOfUuid7(id) : null;
}
