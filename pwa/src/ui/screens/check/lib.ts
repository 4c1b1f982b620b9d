/** Whether a tablet is ready, point by point, from what the browser can tell. */
import type { TabletFacts } from '../../state/tablet';
import type { Text } from '../../text';
import { writeRoom } from '../sync/lib';

/** good: nothing to do; look: worth doing; unknown: no app can see it; none: this tablet has no such thing. */
export type CheckState = 'good' | 'look' | 'unknown' | 'none';

export type Check = {
  readonly id: string;
  readonly name: string;
  readonly state: CheckState;
  readonly says: string;
  /** The next step, in words. */
  readonly next: string | null;
};

type Asked = {
  readonly facts: TabletFacts;
  readonly isSealed: boolean;
  readonly waits: number;
  readonly locale: string;
  readonly t: Text;
};

/** Less than this, and a week of lessons with photos may not fit. */
const LITTLE_BYTES = 200e6;
/** Further off than this, and a person would notice the dates. */
const FAR_MS = 2 * 60_000;

export function listChecks(asked: Asked): readonly Check[] {
  return [
    checkInstalled(asked),
    checkOffline(asked),
    checkKept(asked),
    checkRoom(asked),
    checkSent(asked),
    checkSealed(asked),
    checkLock(asked),
    checkAwake(asked),
    checkClock(asked),
    checkCamera(asked),
    checkVibration(asked),
    checkNotices(asked),
  ];
}

/** How many points are worth doing something about. */
export function countLooks(checks: readonly Check[]): number {
  return checks.filter((check) => check.state === 'look').length;
}

function checkInstalled({ facts, t }: Asked): Check {
  const { name, good, look, next, nextSafari } = t.tablet.check.installed;
  if (facts.isInstalled) return make('installed', name, 'good', good);
  return make('installed', name, 'look', look, facts.isSafari ? nextSafari : next);
}

function checkOffline({ facts, t }: Asked): Check {
  const { name, good, look, next, none } = t.tablet.check.offline;
  if (facts.worker === 'active') return make('offline', name, 'good', good);
  return facts.worker === 'none' ? make('offline', name, 'none', none) : make('offline', name, 'look', look, next);
}

function checkKept({ facts, t }: Asked): Check {
  const { name, good, look, next, unknown, unknownNext } = t.tablet.check.kept;
  if (facts.room.persisted === null) return make('kept', name, 'unknown', unknown, unknownNext);
  return facts.room.persisted ? make('kept', name, 'good', good) : make('kept', name, 'look', look, next);
}

function checkRoom({ facts, locale, t }: Asked): Check {
  const { name, good, look, next, unknown, unknownNext } = t.tablet.check.room;
  const { room } = facts;
  const free = writeRoom(room, locale);
  if (free === null || room.quota_bytes === null) return make('room', name, 'unknown', unknown, unknownNext);
  const isLittle = room.quota_bytes - (room.used_bytes ?? 0) < LITTLE_BYTES;
  return isLittle ? make('room', name, 'look', look(free), next) : make('room', name, 'good', good(free));
}

function checkSent({ waits, t }: Asked): Check {
  const { name, good, look, next } = t.tablet.check.sent;
  return waits === 0 ? make('sent', name, 'good', good) : make('sent', name, 'look', look(waits), next);
}

function checkSealed({ isSealed, t }: Asked): Check {
  const { name, good, look, next } = t.tablet.check.sealed;
  return isSealed ? make('sealed', name, 'good', good) : make('sealed', name, 'look', look, next);
}

function checkLock({ t }: Asked): Check {
  const { name, unknown, next } = t.tablet.check.lock;
  return make('lock', name, 'unknown', unknown, next);
}

function checkAwake({ facts, t }: Asked): Check {
  const { name, good, look, next, none, noneNext } = t.tablet.check.awake;
  if (facts.wakeLock === 'works') return make('awake', name, 'good', good);
  return facts.wakeLock === 'none'
    ? make('awake', name, 'none', none, noneNext)
    : make('awake', name, 'look', look, next);
}

function checkClock({ facts, t }: Asked): Check {
  const { name, good, look, next, unknown, unknownNext } = t.tablet.check.clock;
  if (facts.ahead_ms === null) return make('clock', name, 'unknown', unknown, unknownNext);
  const away_ms = Math.abs(facts.ahead_ms);
  if (away_ms < FAR_MS) return make('clock', name, 'good', good);
  return make('clock', name, 'look', look(Math.round(away_ms / 60_000)), next);
}

function checkCamera({ facts, t }: Asked): Check {
  const { name, good, none } = t.tablet.check.camera;
  return facts.canDraw ? make('camera', name, 'good', good) : make('camera', name, 'none', none);
}

function checkVibration({ facts, t }: Asked): Check {
  const { name, good, next, none } = t.tablet.check.vibrate;
  return facts.canVibrate ? make('vibrate', name, 'good', good, next) : make('vibrate', name, 'none', none);
}

function checkNotices({ facts, t }: Asked): Check {
  const { name, good, off, blocked, next, none } = t.tablet.check.notices;
  switch (facts.notices) {
    case 'granted':
      return make('notices', name, 'good', good);
    case 'default':
      return make('notices', name, 'none', off);
    case 'denied':
      return make('notices', name, 'none', blocked, next);
    case 'none':
      return make('notices', name, 'none', none);
  }
}

function make(id: string, name: string, state: CheckState, says: string, next: string | null = null): Check {
  return { id, name, state, says, next };
}
