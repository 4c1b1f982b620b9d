/** What the sync page says first. */
import type { Standing } from '../sync-words';
import type { Text } from '../../text';

/** The first sentence of the sync page, and what follows from it. */
export function makeHeadline({ phase, unsent, photos }: Standing, t: Text): { headline: string; advice: string } {
  const { headline } = t.sync;
  const { stillToSend, stillHelp } = t.tablet.photo;
  if (phase === 'idle' && unsent > 0) return { headline: headline.waiting(unsent), advice: t.sync.safeHere };
  if (phase === 'idle' && photos > 0) return { headline: stillToSend(photos), advice: stillHelp };
  if (phase === 'idle') return { headline: headline.idle, advice: t.sync.safeToClose };
  if (phase === 'sending' || phase === 'receiving') return { headline: headline[phase], advice: t.sync.keepOpen };
  if (unsent > 0) return { headline: headline[phase], advice: t.sync.safeHere };
  return { headline: headline[phase], advice: photos > 0 ? `${stillToSend(photos)} ${stillHelp}` : t.sync.safeToClose };
}
