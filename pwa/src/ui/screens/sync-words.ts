/** What the sync badge says, from where sync stands. */
import type { Text } from '../text';

export type Standing = {
  readonly phase: 'idle' | 'sending' | 'receiving' | 'offline' | 'signed_out' | 'problem';
  readonly unsent: number;
  /** Own photos that are still to be sent. */
  readonly photos: number;
};

export type Badge = {
  readonly words: string;
  readonly tone: 'calm' | 'busy' | 'look';
  readonly icon: 'check' | 'cloud' | 'tablet' | 'alert';
};

/** The badge in the corner: short, and alarming only when somebody must act. */
export function makeBadge({ phase, unsent: changes, photos }: Standing, t: Text): Badge {
  const { badge } = t.sync;
  const unsent = changes + photos;
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
