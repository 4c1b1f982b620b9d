/** Notes that somebody looks at visits, once they are on their screen. */
import type { Id, ObservationFields, Shown } from '../../core/types';
import type { Store } from '../../store';
import type { Opening } from '../../sync/viewers';
import { attempt } from './asked.svelte';
import { noteOpenings } from './viewers';

type Looked = { readonly row: Shown<ObservationFields> };

/** Notes an opening of the visits that a screen shows, but for the person's own lessons. Call it at set-up. */
export function noteLooking(store: Store, what: Opening['what'], visits: () => readonly Looked[]): void {
  const noted = new Set<Id>();
  $effect(() => {
    const fresh = visits()
      .filter(({ row }) => !noted.has(row.record) && row.fields.teacher !== store.user.id)
      .map(({ row }) => ({ observation: row.record, what }));
    if (fresh.length === 0) return;
    fresh.forEach(({ observation }) => noted.add(observation));
    // A person who leaves meanwhile closes the store; what was kept is told the next time.
    void attempt(() => noteOpenings(store, fresh));
  });
}
