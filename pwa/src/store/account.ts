/** Who is signed in, remembered so that the app opens with no network. Only the server's cookie proves it. */
import type { Session } from '../core/types';

const KEY = 'backrow.session';

export function readSession(storage: Pick<Storage, 'getItem'>): Session | null {
  const text = storage.getItem(KEY);
  return text === null ? null : (JSON.parse(text) as Session);
}

/** Whether anybody is, as far as can be told before the rest is read. */
export function hasSession(storage: Pick<Storage, 'getItem'>): boolean {
  return storage.getItem(KEY) !== null;
}

export function rememberSession(storage: Pick<Storage, 'setItem'>, session: Session): void {
  storage.setItem(KEY, JSON.stringify(session));
}

/** Forgets who is signed in; the person's database and what it has not sent stay. */
export function forgetSession(storage: Pick<Storage, 'removeItem'>): void {
  storage.removeItem(KEY);
}
