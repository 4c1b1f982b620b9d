/** Cycles as the screens show them: one with all that belongs to it, and all of them in a list. */
import { readTemplate, TEMPLATE, type Template } from '../../core/coaching/menu';
import type {
  ConferenceFields,
  CycleFields,
  GoalFields,
  Id,
  MembershipRole,
  NextStepFields,
  ObservationFields,
  PersonFields,
  PredictionFields,
  ReflectionFields,
  Scope,
  Shown,
} from '../../core/types';
import type { Store } from '../../store';
import { keepAnswer, type Answer } from './live.svelte';
import { listProtocols, type KnownProtocol } from './protocols';
import { findRole } from './records';

export type Member = { readonly user: Id; readonly role: MembershipRole };

export type Listed = {
  readonly row: Shown<CycleFields>;
  readonly goals: readonly Shown<GoalFields>[];
  readonly steps: readonly Shown<NextStepFields>[];
  readonly visits: number;
};

export type CycleView = {
  readonly row: Shown<CycleFields>;
  readonly role: MembershipRole | null;
  readonly members: readonly Member[];
  readonly people: readonly Shown<PersonFields>[];
  readonly goals: readonly Shown<GoalFields>[];
  readonly conferences: readonly Shown<ConferenceFields>[];
  readonly steps: readonly Shown<NextStepFields>[];
  readonly reflections: readonly Shown<ReflectionFields>[];
  readonly predictions: readonly Shown<PredictionFields>[];
  /** The visits of the cycle that this person may see, the earliest first. */
  readonly visits: readonly Shown<ObservationFields>[];
  readonly protocols: readonly KnownProtocol[];
  readonly template: Template;
};

const KINDS = ['cycle', 'goal', 'conference', 'next_step', 'reflection', 'prediction', 'observation', 'membership', 'person', 'protocol', 'template'] as const; // prettier-ignore

/** Keeps one cycle; null when it is not on this tablet. Call it while a component is set up. */
export function keepCycle(store: Store, id: () => Id | null): Answer<CycleView | null> {
  return keepAnswer(store, KINDS, () => lookAtCycle(store, id() ?? ''), id);
}

/** Keeps all cycles of this person, the latest made first. */
export function keepCycles(store: Store): Answer<readonly Listed[]> {
  return keepAnswer(store, ['cycle', 'goal', 'next_step', 'observation'], listAll);
}

/** Keeps the district's names of phases, its prompts and its menu. */
export function keepTemplate(store: Store): Answer<Template> {
  return keepAnswer(store, ['template'], findTemplate);
}

export async function findTemplate(store: Store): Promise<Template> {
  const rows = await store.list('template');
  return readTemplate(rows.find((row) => row.fields.slug === TEMPLATE)?.fields.body);
}

async function listAll(store: Store): Promise<readonly Listed[]> {
  const [cycles, goals, steps, visits] = await Promise.all([
    store.list('cycle'),
    store.list('goal'),
    store.list('next_step'),
    store.list('observation'),
  ]);
  const listed = cycles.map((row) => ({
    row,
    goals: goals.filter((goal) => goal.scope === row.scope),
    steps: steps.filter((step) => step.scope === row.scope),
    visits: visits.filter((visit) => visit.fields.cycle === row.record).length,
  }));
  return listed.sort((one, other) => (one.row.record < other.row.record ? 1 : -1));
}

async function lookAtCycle(store: Store, id: Id): Promise<CycleView | null> {
  const row = (await store.get(id)) as Shown<CycleFields> | null;
  if (row === null || row.kind !== 'cycle') return null;
  const scope: Scope = `cycle:${id}`;
  const where = { scope };
  const [role, members, people, goals, conferences, steps, reflections, predictions, visits, protocols, template] =
    await Promise.all([
      findRole(store, row),
      listMembers(store, scope),
      store.list('person'),
      store.list('goal', where),
      store.list('conference', where),
      store.list('next_step', where),
      store.list('reflection', where),
      store.list('prediction', where),
      listVisitsOf(store, id),
      listProtocols(store),
      findTemplate(store),
    ]);
  conferences.sort((one, other) => (one.fields.at < other.fields.at ? -1 : 1));
  return {
    row,
    role,
    members,
    people,
    goals,
    conferences,
    steps,
    reflections,
    predictions,
    visits,
    protocols,
    template,
  };
}

async function listVisitsOf(store: Store, cycle: Id): Promise<readonly Shown<ObservationFields>[]> {
  const visits = (await store.list('observation')).filter((visit) => visit.fields.cycle === cycle);
  return visits.sort((one, other) => (one.fields.started_at < other.fields.started_at ? -1 : 1));
}

/** The memberships that name a scope, as far as this person sees them: an owner sees all, others their own. */
async function listMembers(store: Store, scope: Scope): Promise<readonly Member[]> {
  const granted = (await store.list('membership')).filter(
    (held) => held.fields.scope === scope && held.fields.state === 'granted',
  );
  return granted.map((held) => ({ user: held.scope.slice('user:'.length), role: held.fields.role }));
}
