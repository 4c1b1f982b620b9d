/** The clock of the lesson that is open: it ticks on the screen, beats on the disk and tells of gaps. */
import { lessonTime, makeHeartbeat, resumeClock, startClock, tickClock } from '../../core/clock';
import type { Gap, Heartbeat, LessonClock, Reading } from '../../core/clock';
import type { Id } from '../../core/types';
import { writeHeartbeat } from '../../store/heartbeat';

export type Ticking = {
  /** The lesson's time in milliseconds, at this very moment. */
  readonly exact: () => number;
  /** The lesson's time for the screen: it moves four times a second. */
  readonly shown_ms: number;
  readonly stop: () => void;
};

type Start = {
  readonly observation: Id;
  readonly started_at: string;
  /** The last beat before the pad was left or died. */
  readonly left: Heartbeat | null;
  /** Takes a beat to the database. */
  readonly keep: (heartbeat: Heartbeat) => void;
  readonly onGap: (gap: Gap) => void;
};

const BEAT_MS = 1_000;
const KEEP_MS = 5_000;
const SHOW_MS = 250;

/** Takes the clock up where it was left, or at the start of the lesson on a tablet that never showed it. */
export function startTicking({ observation, started_at, left, keep, onGap }: Start): Ticking {
  let wasHidden = false;
  const read = (): Reading => {
    const hidden = wasHidden || document.hidden;
    wasHidden = document.hidden;
    return { wall_ms: Date.now(), mono_ms: performance.now(), hidden };
  };
  let clock = takeUp({ started_at, left, onGap }, read());
  let shown = $state(lessonTime(clock, performance.now()));

  function beat(): void {
    const ticked = tickClock(clock, read());
    clock = ticked.clock;
    writeHeartbeat(localStorage, observation, makeHeartbeat(clock));
    if (ticked.gap !== null) onGap(ticked.gap);
  }

  function show(): void {
    shown = lessonTime(clock, performance.now());
  }

  function noticeHiding(): void {
    wasHidden ||= document.hidden;
    beat();
    keep(makeHeartbeat(clock));
  }

  writeHeartbeat(localStorage, observation, makeHeartbeat(clock));
  const beating = setInterval(beat, BEAT_MS);
  const keeping = setInterval(() => keep(makeHeartbeat(clock)), KEEP_MS);
  const showing = setInterval(show, SHOW_MS);
  document.addEventListener('visibilitychange', noticeHiding);
  window.addEventListener('pagehide', noticeHiding);

  return {
    exact: () => lessonTime(clock, performance.now()),
    get shown_ms() {
      return shown;
    },
    stop: () => {
      clearInterval(beating);
      clearInterval(keeping);
      clearInterval(showing);
      document.removeEventListener('visibilitychange', noticeHiding);
      window.removeEventListener('pagehide', noticeHiding);
    },
  };
}

function takeUp(
  { started_at, left, onGap }: Pick<Start, 'started_at' | 'left' | 'onGap'>,
  reading: Reading,
): LessonClock {
  if (left === null) return startClock(Math.max(0, reading.wall_ms - Date.parse(started_at)), reading);
  const resumed = resumeClock(left, reading);
  if (resumed.gap !== null) onGap(resumed.gap);
  return resumed.clock;
}
