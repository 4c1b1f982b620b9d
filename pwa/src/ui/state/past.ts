/** What became of a record: asked from the office, since the tablet keeps only how it stands. */
import { Refusal } from '../../core/problem';
import type { Id } from '../../core/types';
import { tellHistory } from '../../sync/transport';
import type { Told } from '../../sync/wire';

export type { Told };

/** Gives the changes in the order of their arrival; null if the office cannot be reached or does not tell. */
export async function askHistory(record: Id): Promise<readonly Told[] | null> {
  try {
    return await tellHistory(record);
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
}
