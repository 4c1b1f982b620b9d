/** Carrying out what the engine decides, effect by effect, until it rests. */
import type { Names, Store } from '../store';
import { confirmPulled, listByFate, sendAgain } from '../store/outbox';
import type { Effect, Event, State } from './engine';
import { advance } from './engine';
import { beginFresh, dropFresh, pullOnce, showFresh } from './pull';
import { pushOnce, setFirstAside } from './push';
import { reconcileAll } from './reconcile';
import type { Transport } from './transport';

export type World = {
  readonly store: Store;
  readonly transport: Transport;
  readonly names: Names;
  /** Called with every new state. */
  readonly show: (state: State) => void;
  /** Called when the server has answered. */
  readonly onContact: () => void;
  /** Starts the backoff. */
  readonly wait: (ms: number) => void;
  /** Whether to go on: false once another tab has taken over or sync was stopped. */
  readonly mayGoOn: () => boolean;
};

/** Runs from one event until nothing is under way; gives the state to rest in. */
export async function runCycle(world: World, from: State, event: Event): Promise<State> {
  let { state, effects } = advance(from, event);
  world.show(state);
  while (effects.length > 0 && world.mayGoOn()) {
    let next: Event | null = null;
    for (const effect of effects) next = (await perform(world, effect)) ?? next;
    if (next === null) break;
    if (next.is !== 'failed') world.onContact();
    ({ state, effects } = advance(state, next));
    world.show(state);
  }
  return { ...state, busy: false };
}

/** Carries one effect out; requests answer with an event. */
async function perform(world: World, effect: Effect): Promise<Event | null> {
  const { store, transport, names } = world;
  switch (effect.do) {
    case 'hello':
      return greet(transport);
    case 'requeue':
      await requeue(store);
      return null;
    case 'push':
      return pushOnce(store, transport, { ...names, limits: effect.limits });
    case 'set_aside':
      await setFirstAside(store, effect.code);
      return null;
    case 'reconcile':
      return reconcileAll(store, transport);
    case 'pull':
      return pullOnce(store, transport, effect);
    case 'start_fresh':
      await beginFresh(store, effect.anew);
      return null;
    case 'swap':
      await showFresh(store);
      return null;
    case 'drop_fresh':
      await dropFresh(store);
      return null;
    case 'wait':
      world.wait(effect.ms);
      return null;
    default:
      return assertNever(effect);
  }
}

async function greet(transport: Transport): Promise<Event> {
  const answer = await transport.hello();
  if (answer.ok) return { is: 'greeted', limits: answer.body.limits };
  return { is: 'failed', step: 'hello', failure: answer, sent: 0, chance: Math.random() };
}

/**
 * Held changes are asked again at each start, and so are those that the server could not read. Between a page and what
 * it confirms the app may have died: that is made good here.
 */
async function requeue(store: Store): Promise<void> {
  await store.inside.read(async (database) => {
    await confirmPulled(database, 'all');
    const waiting = [...(await listByFate(database, 'held')), ...(await listByFate(database, 'stuck'))];
    if (waiting.length > 0)
      await sendAgain(
        database,
        waiting.map((change) => change.id),
      );
  });
}

function assertNever(effect: never): never {
  throw new TypeError(`not an effect: ${JSON.stringify(effect)}`);
}
