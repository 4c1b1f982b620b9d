import { expect, test } from 'vitest';

import { en, es } from '../text/testing';
import { makeBadge, type Standing } from './sync-words';
import { makeHeadline } from './sync/headline';

const PHASES = ['idle', 'sending', 'receiving', 'offline', 'signed_out', 'problem'] as const;

test('everything is said to be stored only when nothing waits, not even a photo', () => {
  for (const t of [en, es]) {
    for (const phase of PHASES) {
      for (const [unsent, photos] of [
        [0, 0],
        [3, 0],
        [0, 1],
        [3, 1],
      ] as const) {
        const standing: Standing = { phase, unsent, photos };
        const { headline, advice } = makeHeadline(standing, t);
        const waits = unsent + photos > 0;
        expect(headline === t.sync.headline.idle).toBe(phase === 'idle' && !waits);
        if (waits) expect(advice).not.toBe(t.sync.safeToClose);
        expect(makeBadge(standing, t).words === t.sync.badge.idle).toBe(phase === 'idle' && !waits);
      }
    }
  }
});

test('a photo alone is called by its name', () => {
  expect(makeHeadline({ phase: 'idle', unsent: 0, photos: 1 }, en).headline).toBe('1 photo still to send.');
  expect(makeHeadline({ phase: 'offline', unsent: 0, photos: 2 }, en).advice).toContain('2 photos still to send.');
  expect(makeBadge({ phase: 'offline', unsent: 2, photos: 1 }, en).words).toContain('3');
});
