/**
 * The lesson clock: how many milliseconds of the lesson have passed. It runs on the browser's monotonic clock between
 * two ticks, and over a reload on the device's clock from the last heartbeat. What it cannot know it names as a gap.
 */

/** Both clocks of the device, read at one moment; `hidden`: the page was out of sight since the last reading. */
export type Reading = { readonly wall_ms: number; readonly mono_ms: number; readonly hidden: boolean };

/** The lesson's time at one reading; everything later is counted from here. */
export type LessonClock = { readonly t_ms: number; readonly wall_ms: number; readonly mono_ms: number };

/** What is kept on disk to find the time again after a reload. */
export type Heartbeat = { readonly t_ms: number; readonly wall_ms: number };

/** A stretch in which the lesson was out of sight (`sleep`) or a moment at which the device's clock changed (`clock`). */
export type Gap = { readonly from_ms: number; readonly to_ms: number; readonly why: 'sleep' | 'clock' };

export type Ticked = { readonly clock: LessonClock; readonly gap: Gap | null };

/** Silence up to this long is bridged without a gap: a reload, a crash and reopening, a throttled timer. */
export const BRIDGED_MS = 30_000;
/** The two clocks may drift apart by this much between two ticks before the device's clock counts as changed. */
export const DRIFT_MS = 2_000;
/** No lesson is this long: a longer silence cannot be measured and does not move the clock. */
export const LONGEST_SILENCE_MS = 12 * 3_600_000;

/** Starts the clock of a lesson that has run for `t_ms`. */
export function startClock(t_ms: number, reading: Reading): LessonClock {
  return { t_ms, wall_ms: reading.wall_ms, mono_ms: reading.mono_ms };
}

/** The lesson's time in whole milliseconds at a moment of the monotonic clock. */
export function lessonTime(clock: LessonClock, mono_ms: number): number {
  return Math.round(clock.t_ms + Math.max(0, mono_ms - clock.mono_ms));
}

/** Moves the clock to a new reading, once a second and when the page comes back into sight. */
export function tickClock(clock: LessonClock, reading: Reading): Ticked {
  const ran_ms = Math.max(0, reading.mono_ms - clock.mono_ms);
  const passed_ms = reading.wall_ms - clock.wall_ms;
  if (Math.abs(passed_ms - ran_ms) <= DRIFT_MS) return moveBy(clock, reading, { by_ms: ran_ms, why: 'sleep' });
  // The monotonic clock stands still while some tablets sleep; only then may the device's clock tell the time.
  const slept = reading.hidden && passed_ms > ran_ms && passed_ms <= LONGEST_SILENCE_MS;
  if (slept) return moveBy(clock, reading, { by_ms: passed_ms, why: 'sleep' });
  const t_ms = clock.t_ms + ran_ms;
  return {
    clock: startClock(t_ms, reading),
    gap: { from_ms: Math.round(t_ms), to_ms: Math.round(t_ms), why: 'clock' },
  };
}

/** Finds the time again after a reload or a crash, by the device's clock. */
export function resumeClock(heartbeat: Heartbeat, reading: Reading): Ticked {
  const last = { ...heartbeat, mono_ms: reading.mono_ms };
  const passed_ms = reading.wall_ms - heartbeat.wall_ms;
  if (passed_ms >= 0 && passed_ms <= LONGEST_SILENCE_MS)
    return moveBy(last, reading, { by_ms: passed_ms, why: 'sleep' });
  const t_ms = Math.round(heartbeat.t_ms);
  return { clock: startClock(heartbeat.t_ms, reading), gap: { from_ms: t_ms, to_ms: t_ms, why: 'clock' } };
}

/** What to keep on disk now. */
export function makeHeartbeat(clock: LessonClock): Heartbeat {
  return { t_ms: clock.t_ms, wall_ms: clock.wall_ms };
}

function moveBy(clock: LessonClock, reading: Reading, move: { by_ms: number; why: Gap['why'] }): Ticked {
  const t_ms = clock.t_ms + move.by_ms;
  const gap =
    move.by_ms <= BRIDGED_MS ? null : { from_ms: Math.round(clock.t_ms), to_ms: Math.round(t_ms), why: move.why };
  return { clock: startClock(t_ms, reading), gap };
}
