import { describe, expect, it } from 'vitest';

import { lowestUuid7 } from './ids';
import { afterSharing, listAccess, sharedSince } from './sharing';
import type { EvidenceFields, MembershipFields, Shown } from './types';

const at = (minute: number): string => lowestUuid7(Date.UTC(2026, 10, 26, 10, minute));
const shown = <F>(record: string, rev: string | null, scope: Shown['scope'], fields: F): Shown<F> => ({
  record, kind: 'evidence', scope, rev, seq: 1, fields, versions: {}, pending: false, unsafe: false, readOnly: false,
}); // prettier-ignore
const member = (
  user: string,
  role: MembershipFields['role'],
  minute: number,
  state: MembershipFields['state'] = 'granted',
) =>
  shown<MembershipFields>('5f0e0000-0000-5000-8000-000000000000', at(minute), `user:${user}`, {
    scope: 'observation:o',
    role,
    state,
  });
const item = (made: number, changed: number): Shown<EvidenceFields> =>
  shown(at(made), at(changed), 'observation:o', { t_ms: 0, action: 'tap', code: 'q' });

describe('access', () => {
  const rows = [member('t', 'teacher', 30), member('c', 'owner', 0), member('gone', 'reader', 5, 'revoked')];

  it('is of those to whom it is granted now, owners first', () => {
    expect(listAccess(rows, 'observation:o').map(({ user }) => user)).toEqual(['c', 't']);
    expect(listAccess(rows, 'observation:other')).toEqual([]);
  });

  it('says since when the teacher can see it', () => {
    expect(sharedSince(listAccess(rows, 'observation:o'))).toBe('2026-11-26T10:30:00.000Z');
    expect(sharedSince(listAccess(rows.slice(1), 'observation:o'))).toBeNull();
  });
});

describe('an item', () => {
  const since = '2026-11-26T10:30:00.000Z';

  it('that came or changed after sharing says so with its time', () => {
    expect(afterSharing(item(40, 40), since)).toEqual({ is: 'added', at: '2026-11-26T10:40:00.000Z' });
    expect(afterSharing(item(10, 45), since)).toEqual({ is: 'edited', at: '2026-11-26T10:45:00.000Z' });
  });

  it('that stood before says nothing, nor does one of what is not shared', () => {
    expect(afterSharing(item(10, 20), since)).toBeNull();
    expect(afterSharing(item(40, 40), null)).toBeNull();
  });
});
