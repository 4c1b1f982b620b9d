/** What to do when the app cannot be shown. */
import { Refusal } from '../../core/problem';
import type { Text } from '../text';

/** Gives the sentence for what the tablet's storage refuses, and a general one for everything else. */
export function adviseOn(error: unknown, { common }: Text): string {
  const { storage } = common;
  if (error instanceof DOMException && error.name === 'SecurityError') return storage.denied;
  if (!(error instanceof Refusal)) return common.failedHelp;
  const known: Readonly<Record<string, string>> = storage;
  return known[error.problem.code] ?? common.failedHelp;
}
