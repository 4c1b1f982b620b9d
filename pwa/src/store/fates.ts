/** How a change moves from fate to fate. Pure; the rest of it is never touched. */
import type { Id } from '../core/types';
import type { StoredChange } from './schema';

/** What the server said of one change. */
export type Result = {
  readonly id: Id;
  readonly status: 'applied' | 'duplicate' | 'held' | 'quarantined';
  readonly seq?: number;
  readonly code?: string;
};

/** The change after the server's word: applied and held ones stay on the screen, a quarantined one leaves it. */
export function settle(change: StoredChange, result: Result): StoredChange {
  const { code: _before, ...rest } = change;
  const code = result.code ?? result.status;
  if (result.status === 'held') return layOver({ ...rest, fate: 'held', code });
  if (result.status === 'quarantined') return { ...withoutOverlay(rest), fate: 'quarantined', code };
  return layOver({ ...rest, fate: 'sent', seq: result.seq ?? 0 });
}

/** Shows the change over its record, unless its author has taken it off. */
export function layOver(change: StoredChange): StoredChange {
  if (change.aside === true) return change;
  return { ...change, overlay: [change.record, change.scope, change.kind] };
}

/** The server's row shows it from now on, or nobody may see it any more. */
export function letGo(change: StoredChange): StoredChange {
  return { ...withoutOverlay(change), fate: 'applied' };
}

export function withoutOverlay(change: StoredChange): StoredChange {
  const { overlay: _gone, ...rest } = change;
  return rest;
}
