/** What the server last said of each device of this user: how far its numbers go, under which generation of the space. */
import type { Id } from '../core/types';
import type { Database } from './open';
import type { Account } from './schema';

/**
 * Whether numbers acknowledged earlier mean nothing any more: the space has another generation, or fewer numbers are
 * stored than before. The account is kept as it was then, until `writeAccount` says that the doubt is cleared.
 */
export async function checkAccount(database: Database, said: Account): Promise<'as before' | 'in doubt'> {
  const known = await database.get('accounts', said.device);
  if (known !== undefined && (known.gen !== said.gen || known.contiguous > said.contiguous)) return 'in doubt';
  await database.put('accounts', said);
  return 'as before';
}

/** Starts counting anew after a reconcile. */
export async function resetAccount(database: Database, device: Id, gen: Id): Promise<void> {
  await database.put('accounts', { device, gen, contiguous: 0 });
}
