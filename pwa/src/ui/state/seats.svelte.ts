/** The hand on the seat map: which code is chosen, at which seat a turn began, which seat is looked at. */
import { findCode } from '../../core/protocol';
import { nextSeat } from '../../core/room';
import type { Lesson } from './lesson.svelte';

export type SeatHand = {
  /** The code that the next touch of a seat records; null if none is. */
  readonly code: string | null;
  /** Whether a person chose that code, and the map does not only offer it. */
  readonly isChosen: boolean;
  /** The seat that a turn begins at. */
  readonly from: string | null;
  /** Of a sweep: the seat to look at; null when all were looked at. */
  readonly now: string | null;
  readonly touchCode: (code: string) => void;
  readonly touchSeat: (seat: string) => void;
  /** A finger came down on a seat. */
  readonly press: () => void;
  readonly draw: (from: string, to: string) => void;
};

/** A code and the seat that follows within this time are one act, and have the moment of the first touch. */
const ONE_ACT_MS = 15_000;

export function startSeats(lesson: Lesson): SeatHand {
  const protocol = lesson.known.body;
  const map = protocol.seatmap;
  const offered = map?.tap ?? map?.path ?? null;
  const isSweep = protocol.sampling.method === 'sweep';
  let code = $state<string | null>(offered);
  let isChosen = $state(false);
  let from = $state<string | null>(null);
  let looked = $state<string | null>(null);
  let began_ms: number | null = null;
  let pressed_ms = 0;

  function now(): string | null {
    const { room, swept } = lesson.view;
    return room === null || !isSweep ? null : (looked ?? nextSeat(room, swept.seats, null));
  }

  function rest(): void {
    code = offered;
    isChosen = false;
    from = null;
    began_ms = null;
  }

  function touchCode(id: string): void {
    const subjects = findCode(protocol, id)?.subjects ?? [];
    if (subjects.length === 0) return lesson.tap(id);
    if (isSweep) return look(id);
    if (isChosen && code === id) {
      pressed_ms = lesson.exact();
      lesson.tap(id, begin());
      return rest();
    }
    code = id;
    isChosen = true;
    from = null;
    began_ms = lesson.exact();
  }

  /** What is seen at the seat that is looked at; the next one follows by itself. */
  function look(id: string): void {
    const seat = now();
    if (seat === null) return;
    lesson.tap(id, { subject: seat });
    const { room, swept } = lesson.view;
    if (room !== null && swept.seats.has(seat)) looked = nextSeat(room, swept.seats, seat);
  }

  function touchSeat(seat: string): void {
    if (isSweep) {
      looked = seat;
      return;
    }
    if (code === null) return;
    if (code === map?.link) return touchTurn(seat);
    lesson.tap(code, { subject: seat, ...begin() });
    rest();
  }

  /** Tap who speaks, then to whom. */
  function touchTurn(seat: string): void {
    if (from === null) {
      from = seat;
      began_ms ??= pressed_ms;
      return;
    }
    if (from !== seat && code !== null) lesson.link(code, { from, to: seat, ...begin() });
    rest();
  }

  function begin(): { t_ms: number } {
    const isOne = began_ms !== null && pressed_ms - began_ms <= ONE_ACT_MS;
    return { t_ms: isOne && began_ms !== null ? began_ms : Math.max(pressed_ms, began_ms ?? 0) };
  }

  return {
    get code() {
      return code;
    },
    get isChosen() {
      return isChosen;
    },
    get from() {
      return from;
    },
    get now() {
      return now();
    },
    touchCode,
    touchSeat,
    press: () => {
      pressed_ms = lesson.exact();
    },
    draw: (one, other) => {
      if (map?.link === undefined) return;
      lesson.link(map.link, { from: one, to: other, t_ms: pressed_ms });
      rest();
    },
  };
}
