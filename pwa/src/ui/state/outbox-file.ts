/** What waits, as a file in the person's hands. */
import { Refusal } from '../../core/problem';
import type { Store } from '../../store';
import { readNames } from '../../sync';

/** Hands everything that the office may not have to the browser's downloads. */
export async function saveOutboxFile(store: Store): Promise<void> {
  const text = await store.exportOutbox(readNames());
  const address = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = `backrow-${new Date().toISOString().slice(0, 10)}.json`;
  link.click();
  // Some browsers read the address only after the click was handled.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** Takes in such a file; gives how many changes were new, or null if the file is none of this person's. */
export async function takeOutboxFile(store: Store, file: File): Promise<number | null> {
  try {
    return await store.importOutbox(await file.text());
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
