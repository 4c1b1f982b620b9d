/** Notes that somebody looks at a visit, once it is on their screen. */
import type { Id, ObservationFields, Shown } from '../../core/types';
import type { Store } from '../../store';
import type { Opening } from '../../sync/viewers';
import { noteOpening } from './viewers';

/** Notes an opening of the visit that a screen shows, unless it is the person's own lesson. Call it at set-up. */
export function noteLooking(
  store: Store,
  what: Opening['what'],
  visit: () => { readonly row: Shown<ObservationFields> } | null,
): void {
  let noted: Id | null = null;
  $effect(() => {
    const row = visit()?.row;
    if (row === undefined || row.record === noted || row.fields.teacher === store.user.id) return;
    noted = row.record;
    void noteOpening(store, { observation: row.record, what });
  });
}
