import { expect, test } from 'vitest';

import type { TabletFacts } from '../../state/tablet';
import { en, es } from '../../text/testing';
import { countLooks, listChecks, type Check } from './lib';

const READY: TabletFacts = {
  isInstalled: true,
  isSafari: false,
  worker: 'active',
  room: { persisted: true, used_bytes: 1e6, quota_bytes: 5e9 },
  wakeLock: 'works',
  ahead_ms: 900,
  canVibrate: true,
  notices: 'granted',
  canDraw: true,
};
/** What WebKit on an iPad, in a tab, tells: hardly anything. */
const TAB: TabletFacts = {
  isInstalled: false,
  isSafari: true,
  worker: 'waiting',
  room: { persisted: null, used_bytes: null, quota_bytes: null },
  wakeLock: 'none',
  ahead_ms: null,
  canVibrate: false,
  notices: 'none',
  canDraw: false,
};

function checks(facts: Partial<TabletFacts>, waits = 0, isSealed = true): Record<string, Check> {
  const listed = listChecks({ facts: { ...READY, ...facts }, isSealed, waits, locale: 'en', t: en });
  return Object.fromEntries(listed.map((check) => [check.id, check]));
}

test('of a tablet that is ready only its lock is left to the eye', () => {
  const listed = listChecks({ facts: READY, isSealed: true, waits: 0, locale: 'en', t: en });
  expect(countLooks(listed)).toBe(0);
  expect(listed.filter((check) => check.state !== 'good').map((check) => check.id)).toEqual(['lock']);
});

test('what a browser cannot tell is called unknown, never good', () => {
  const listed = listChecks({ facts: TAB, isSealed: false, waits: 0, locale: 'es', t: es });
  const states = Object.fromEntries(listed.map((check) => [check.id, check.state]));
  expect(states).toEqual({
    installed: 'look',
    offline: 'look',
    kept: 'unknown',
    room: 'unknown',
    sent: 'good',
    sealed: 'look',
    lock: 'unknown',
    awake: 'none',
    clock: 'unknown',
    camera: 'none',
    vibrate: 'none',
    notices: 'none',
  });
});

test.each<[string, Partial<TabletFacts>, number]>([
  ['installed', { isInstalled: false }, 0],
  ['kept', { room: { ...READY.room, persisted: false } }, 0],
  ['room', { room: { persisted: true, used_bytes: 4.9e9, quota_bytes: 5e9 } }, 0],
  ['sent', {}, 12],
  ['awake', { wakeLock: 'refused' }, 0],
  ['clock', { ahead_ms: -7 * 60_000 }, 0],
])('what is worth doing about "%s" has a next step', (id, facts, waits) => {
  const check = checks(facts, waits)[id];
  expect(check?.state).toBe('look');
  expect(check?.next).not.toBeNull();
});

test('a tablet without a passphrase is said to lie open', () => {
  expect(checks({}, 0, false)['sealed']).toMatchObject({ state: 'look', next: en.tablet.check.sealed.next });
});

test('figures stand in the sentences', () => {
  expect(checks({ ahead_ms: -7 * 60_000 })['clock']?.says).toContain('7 minutes');
  expect(checks({}, 12)['sent']?.says).toContain('12 items');
  expect(checks({ room: { persisted: true, used_bytes: 4.9e9, quota_bytes: 5e9 } })['room']?.says).toContain('100 MB');
});
