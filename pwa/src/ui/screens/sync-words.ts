/** What the sync badge and the sync page say, from where sync stands. */
import type { Text } from '../text';

export type Standing = {
  readonly phase: 'idle' | 'sending' | 'receiving' | 'offline' | 'signed_out' | 'problem';
  readonly unsent: number;
};

export type Badge = {
  readonly words: string;
  readonly tone: 'calm' | 'busy' | 'look';
  readonly icon: 'check' | 'cloud' | 'tablet' | 'alert';
};

/** The badge in the corner: short, and alarming only when somebody must act. */
export function makeBadge({ phase, unsent }: Standing, t: Text): Badge {
  const { badge } = t.sync;
  switch (phase) {
    case 'idle':
      return unsent === 0
        ? { words: badge.idle, tone: 'calm', icon: 'check' }
        : { words: badge.waiting(unsent), tone: 'busy', icon: 'tablet' };
    case 'sending':
    case 'receiving':
      return { words: badge[phase], tone: 'busy', icon: 'cloud' };
    case 'offline':
      return {
        words: unsent === 0 ? badge.offline : badge.offlineWaiting(unsent),
        tone: 'calm',
        icon: 'tablet',
      };
    case 'signed_out':
      return { words: badge.signed_out, tone: 'look', icon: 'alert' };
    case 'problem':
      return { words: badge.problem, tone: 'look', icon: 'alert' };
  }
}

/** The first sentence of the sync page, and what follows from it. */
export function makeHeadline({ phase, unsent }: Standing, t: Text): { headline: string; advice: string } {
  const { headline } = t.sync;
  if (phase === 'idle' && unsent > 0) return { headline: headline.waiting(unsent), advice: t.sync.safeHere };
  if (phase === 'idle') return { headline: headline.idle, advice: t.sync.safeToClose };
  if (phase === 'sending' || phase === 'receiving') return { headline: headline[phase], advice: t.sync.keepOpen };
  return { headline: headline[phase], advice: unsent > 0 ? t.sync.safeHere : t.sync.safeToClose };
}
