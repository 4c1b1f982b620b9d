/** Lessons that a screen wanted and could not have: the office keeps them, and it cannot be reached. */
import { Refusal } from '../../core/problem';
import type { Id } from '../../core/types';
import type { Store } from '../../store';

let missing = $state.raw<ReadonlySet<Id>>(new Set());
/** Those that a screen says itself, in its own words. */
let said = $state.raw<ReadonlySet<Id>>(new Set());

export const away = {
  /** How many of the lessons that the numbers on this screen need are not in them. */
  get missing(): number {
    return [...missing].filter((one) => !said.has(one)).length;
  },
};

/** Reads what a lesson holds; null where it is at the office and that cannot be reached, which the screen then says. */
export async function orMissing<T>(observation: Id, ask: Promise<T>): Promise<T | null> {
  try {
    const found = await ask;
    if (missing.has(observation)) missing = new Set([...missing].filter((one) => one !== observation));
    return found;
  } catch (error) {
    if (!(error instanceof Refusal) || error.problem.code !== 'at_office') throw error;
    missing = new Set([...missing, observation]);
    return null;
  }
}

/** As `orMissing`, for a screen of one lesson: what it shows in place of the lesson says it, and nothing else need. */
export function orSaid<T>(observation: Id, ask: Promise<T>): Promise<T | null> {
  said = new Set([...said, observation]);
  return orMissing(observation, ask);
}

/** Another screen needs other lessons. */
export function forgetMissing(): void {
  missing = new Set();
  said = new Set();
}

/** Asks again for what is missing as soon as there is a network; returns the way to stop. */
export function askWhenOnline(store: Store): () => void {
  const ask = (): void => {
    if (missing.size > 0) store.inside.tell({ all: true, kinds: [], scopes: [] });
  };
  window.addEventListener('online', ask);
  return () => window.removeEventListener('online', ask);
}
