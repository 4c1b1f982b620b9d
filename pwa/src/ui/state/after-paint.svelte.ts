/** What may follow a moment later, so that the key under the finger is painted first. */
import { untrack } from 'svelte';

/** Long enough for the frame of a tap and for its way to the disk. */
const MOMENT_MS = 40;

export type Follower<T> = { readonly now: T };

/** Until the first screen stands on the slowest of our tablets. */
const STARTED_MS = 1_500;

/** Does what nobody waits for once the app has started; returns the way not to. */
export function afterStart(act: () => void): () => void {
  const timer = setTimeout(act, STARTED_MS);
  return () => clearTimeout(timer);
}

/** Follows a value a moment behind it. Call it while a component is set up. */
export function follow<T>(read: () => T): Follower<T> {
  let now = $state.raw<T>(untrack(read));
  let timer: ReturnType<typeof setTimeout> | undefined;
  $effect(() => {
    read();
    timer ??= setTimeout(() => {
      timer = undefined;
      now = untrack(read);
    }, MOMENT_MS);
  });
  $effect(() => () => clearTimeout(timer));
  return {
    get now() {
      return now;
    },
  };
}
