/** Answers from the store that stay right: asked again whenever what they rest on has changed, in any tab. */
import { untrack } from 'svelte';

import { Refusal } from '../../core/problem';
import type { Kind } from '../../core/types';
import type { Store, Touched } from '../../store';

export type Answer<T> = {
  /** Undefined until the first answer is there. */
  readonly now: T | undefined;
};

/** Many taps and a pull of a thousand rows ask once; a dear answer is asked for more seldom. */
const REST_MS = 120;
const REST_FACTOR = 4;
/** A busy or lost database is asked again; a screen that never had an answer gives up after some tries. */
const AGAIN_MS = 2_000;
const TRIES = 5;

/**
 * Keeps the answer of `ask` right for as long as the component lives. `kinds`: which kinds of record it rests on;
 * `about`: what is asked about, where that can change. Call it while a component is set up.
 */
export function keepAnswer<T>(
  store: Store,
  kinds: readonly Kind[] | 'all',
  ask: (store: Store) => Promise<T>,
  about?: () => unknown,
): Answer<T> {
  let answer = $state.raw<T | undefined>(undefined);
  let failure = $state.raw<unknown>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let rest_ms = REST_MS;
  let failed = 0;
  let turns = 0;
  let latest = 0;

  function refresh(): void {
    const asked = performance.now();
    timer = undefined;
    const turn = (turns += 1);
    ask(store).then(
      (next) => {
        // Something else is asked about since.
        if (turn < latest) return;
        answer = next;
        failed = 0;
        rest_ms = Math.max(REST_MS, REST_FACTOR * (performance.now() - asked));
      },
      (error: unknown) => {
        failed += 1;
        if (!isPassing(error) || (answer === undefined && failed >= TRIES)) failure = error;
        else timer ??= setTimeout(refresh, AGAIN_MS);
      },
    );
  }

  function notice(touched: Touched): void {
    const concerns = touched.all || kinds === 'all' || touched.kinds.some((kind) => kinds.includes(kind));
    if (concerns) timer ??= setTimeout(refresh, rest_ms);
  }

  $effect(() => {
    about?.();
    latest = turns + 1;
    untrack(refresh);
    const stop = store.watch(notice);
    return () => {
      stop();
      clearTimeout(timer);
    };
  });

  return {
    get now() {
      // Thrown where it is read, so that the nearest boundary of the screens shows it.
      if (failure !== null) throw failure;
      return answer;
    },
  };
}

/** Whether the database may answer the next time; anything else is a fault of ours. */
function isPassing(error: unknown): boolean {
  return error instanceof DOMException || (error instanceof Refusal && error.problem.code.startsWith('store_'));
}
