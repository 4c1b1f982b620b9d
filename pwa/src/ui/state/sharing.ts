/** Who sees an observation, and giving or taking that. */
import { listAccess, sharedSince, type Access } from '../../core/sharing';
import type { Id, Instant, Scope } from '../../core/types';
import type { Store } from '../../store';
import { keepAnswer, type Answer } from './live.svelte';

export type Shared = { readonly access: readonly Access[]; readonly since: Instant | null };

/** Keeps who may see an observation, as far as this person is told: its owners see all, others themselves. */
export function keepAccess(store: Store, observation: () => Id): Answer<Shared> {
  return keepAnswer(
    store,
    ['membership'],
    async () => {
      const scope: Scope = `observation:${observation()}`;
      const access = listAccess(await store.list('membership'), scope);
      return { access, since: sharedSince(access) };
    },
    observation,
  );
}
