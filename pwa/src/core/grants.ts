/**
 * Who may do what, so that the screen offers nothing that the office would refuse. The office decides alone
 * (`server/domain/grants.py`); both pass the same examples, `tests/vectors/grants.json`.
 */
import type { Id, Kind, MembershipRole, Role, Scope } from './types';

export type Action = 'read' | 'create' | 'edit' | 'delete';

/** Who acts: the signed-in person, and their space where it matters. */
export type Actor = { readonly user: Id; readonly space: Id | null; readonly roles: readonly Role[] };

/** What is acted on. `role` is the actor's membership role in its scope; of a membership, in the scope that it names. */
export type Thing = {
  readonly kind: Kind;
  readonly scope: Scope;
  readonly role: MembershipRole | null;
  readonly author?: Id;
};

type Writer = 'self' | 'owner' | 'observer' | 'teacher' | 'coach' | 'administrator';

const TEAM: readonly Writer[] = ['owner', 'teacher'];

/** No writers: the server alone writes it. */
const WRITERS: Readonly<Record<Kind, readonly Writer[]>> = {
  protocol: ['coach', 'administrator'],
  school: [],
  person: [],
  cycle: ['owner'],
  goal: TEAM,
  conference: TEAM,
  next_step: TEAM,
  prediction: [...TEAM, 'self'],
  reflection: [...TEAM, 'self'],
  observation: ['owner'],
  evidence: ['owner', 'observer'],
  attachment: [...TEAM, 'observer', 'self'],
  activity: ['self'],
  private_note: ['self'],
  template: ['administrator'],
  standard: ['administrator'],
  consent: TEAM,
  membership: ['owner'],
};

/** Kinds whose record begins a scope of its own. */
const BEGINS: readonly Kind[] = ['cycle', 'observation'];

/** Whether the actor may do it. A kind of a later release may be read and nothing else. */
export function may(actor: Actor, action: Action, thing: Thing): boolean {
  if (action === 'read') return mayRead(actor, thing);
  const writers = WRITERS[thing.kind] ?? [];
  const standing = findStanding(actor, action, thing).filter((writer) => writers.includes(writer));
  const observes = standing.every((writer) => writer === 'observer');
  const isOwn = observes || thing.kind === 'consent';
  if (standing.length > 0 && isOwn && action !== 'create') return thing.author === actor.user;
  return standing.length > 0;
}

function mayRead(actor: Actor, { kind, scope, role }: Thing): boolean {
  if (scope === `space:${actor.space}` || scope === `user:${actor.user}`) return true;
  return kind === 'membership' ? role === 'owner' : role !== null;
}

/** Every capacity in which the actor stands before the thing. */
function findStanding(actor: Actor, action: Action, { kind, scope, role }: Thing): readonly Writer[] {
  const inSpace = scope === `space:${actor.space}`;
  return [
    ...(scope === `user:${actor.user}` ? (['self'] as const) : []),
    ...(inSpace ? actor.roles.filter((held) => held !== 'teacher') : []),
    ...(action === 'create' && BEGINS.includes(kind) && actor.roles.includes('coach') ? (['owner'] as const) : []),
    ...(role === null || role === 'reader' ? [] : [role]),
  ];
}
