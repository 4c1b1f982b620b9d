import { describe, expect, test } from 'vitest';

import vectors from '../../../tests/vectors/grants.json';
import type { Action, Thing } from './grants';
import { may } from './grants';
import type { Kind, MembershipRole, Role, Scope } from './types';

type Capacity = { readonly scope: string; readonly role: MembershipRole | null; readonly roles: readonly Role[] };

const ACTIONS: readonly Action[] = ['read', 'create', 'edit', 'delete'];
const kinds = vectors.kinds as Readonly<Record<string, Readonly<Record<string, string>>>>;
const capacities = vectors.capacities as unknown as Readonly<Record<string, Capacity>>;
const reads = vectors.reads as Readonly<Record<string, string>>;

/** The example's own word. */
function isGranted(kind: string, capacity: string, action: Action, author: string): boolean {
  if (action === 'read') {
    const word = reads[capacity];
    return word === 'all' || (word === 'all but membership' && kind !== 'membership');
  }
  const words = (kinds[kind]?.[capacity] ?? '').split(' ');
  return words.includes(action) || (words.includes(`${action}-own`) && author === 'me');
}

/** The scope of a record of the kind, seen from the capacity; a membership lives with whom it names. */
function place(kind: string, { scope }: Capacity): Scope {
  if (scope === 'space') return 'space:here';
  if (scope === 'self') return 'user:me';
  return `${kind === 'membership' ? 'user' : scope}:another` as Scope;
}

describe.each(Object.keys(kinds))('%s', (kind) => {
  test.each(Object.entries(capacities))('%s', (name, capacity) => {
    const actor = { user: 'me', space: 'here', roles: capacity.roles };
    for (const action of ACTIONS) {
      for (const author of ['me', 'another']) {
        const thing: Thing = { kind: kind as Kind, scope: place(kind, capacity), role: capacity.role, author };
        expect(may(actor, action, thing), `${action} by ${author}`).toBe(isGranted(kind, name, action, author));
      }
    }
  });
});

test('a kind of a later release is read and nothing else', () => {
  const actor = { user: 'me', space: 'here', roles: ['coach' as const] };
  const thing: Thing = { kind: 'hologram' as Kind, scope: 'observation:o', role: 'owner' };
  expect(ACTIONS.filter((action) => may(actor, action, thing))).toEqual(['read']);
});
