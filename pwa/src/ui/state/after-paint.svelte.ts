/** What may follow a moment later, so that the key under the finger is painted first. */
import { untrack } from 'svelte';

/** Long enough for the frame of a tap and for its way to the disk. */
const MOMENT_MS = 60;

export type Follower<T> = { readonly now: T };

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
