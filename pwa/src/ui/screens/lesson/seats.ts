/** The seat map of a lesson: what its seats show and what a touch of one means. */
import type { Code, Protocol } from '../../../core/protocol';
import { findCode, shortOf } from '../../../core/protocol';
import { placesOf } from '../../../core/room';
import type { Room, SeatState } from '../../../core/room';
import type { SweepState } from '../../../core/sweeps';
import type { SeatFace, SeatLink } from '../../parts/seat-map';
import type { Text } from '../../text';
import { colourOf } from './lib';

/** Whether a code is recorded of a seat. */
export function isSeated(protocol: Protocol, code: Code): boolean {
  const isSeat = (id: string): boolean =>
    protocol.subjects.some((subject) => subject.id === id && subject.kind === 'seat');
  return protocol.seatmap !== undefined && (code.subjects ?? []).some(isSeat);
}

export type Shown = {
  readonly room: Room;
  readonly seats: SeatState;
  readonly swept: SweepState;
  /** The seat to look at now, or the one that a turn begins at. */
  readonly now: string | null;
};

/** What each place shows: in a sweep what was seen in it, otherwise what was recorded last and how often. */
export function makeFaces(
  protocol: Protocol,
  { room, seats, swept, now }: Shown,
  { language, t }: { readonly language: string; readonly t: Text },
): readonly SeatFace[] {
  const isSweep = protocol.sampling.method === 'sweep';
  return placesOf(room).map(({ seat, row, column, isEmpty }) => {
    const held = isSweep ? swept.seats.get(seat)?.fields.code : seats.seats.get(seat)?.code;
    const code = held === undefined ? undefined : findCode(protocol, held);
    const count = isSweep ? 0 : (seats.seats.get(seat)?.count ?? 0);
    const short = code === undefined ? '' : shortOf(code, language);
    const said = [short, ...(count > 1 ? [t.lesson.capture.seats.times(count)] : [])].filter(Boolean).join(', ');
    return {
      seat,
      row,
      column,
      isEmpty,
      code: short,
      colour: code === undefined ? 'slate' : colourOf(protocol, code.group),
      count,
      isNow: seat === now,
      label: t.lesson.capture.seats.seat(seat, isEmpty ? t.lesson.capture.seats.empty : said),
    };
  });
}

export function makeLinks(seats: SeatState): readonly SeatLink[] {
  return [...seats.links].map(([link, n]) => {
    const [from = '', to = ''] = link.split(' ');
    return { from, to, n };
  });
}
