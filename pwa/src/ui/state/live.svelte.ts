/** Answers from the store that stay right: asked again whenever what they rest on has changed, in any tab. */
import type { Kind } from '../../core/types';
import type { Store, Touched } from '../../store';

export type Answer<T> = {
  /** Undefined until the first answer is there. */
  readonly now: T | undefined;
};

/** Many taps and a pull of a thousand rows ask once. */
const REST_MS = 120;

/**
 * Keeps the answer of `ask` right for as long as the component lives. `kinds`: which kinds of record it rests on.
 * Call it while a component is set up.
 */
export function keepAnswer<T>(store: Store, kinds: readonly Kind[], ask: (store: Store) => Promise<T>): Answer<T> {
  let answer = $state.raw<T | undefined>(undefined);
  let failure = $state.raw<unknown>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;

  function refresh(): void {
    ask(store).then(
      (next) => {
        answer = next;
      },
      (error: unknown) => {
        failure = error;
      },
    );
  }

  function notice(touched: Touched): void {
    if (!touched.all && !touched.kinds.some((kind) => kinds.includes(kind))) return;
    clearTimeout(timer);
    timer = setTimeout(refresh, REST_MS);
  }

  $effect(() => {
    refresh();
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
