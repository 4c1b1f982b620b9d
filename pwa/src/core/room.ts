/** How a room stands on the seat map, and what happened at its seats so far. */
import type { Protocol, Seatmap } from './protocol';
import type { EvidenceFields } from './types';

/** A room as the observation keeps it; places are cells of a grid, row 0 is the front. */
export type Room = {
  readonly layout: Seatmap['layout'];
  readonly rows: number;
  readonly columns: number;
  readonly labels: 'letters' | 'numbers';
  /** Places of the grid without a seat. */
  readonly empty: readonly string[];
};

export type Place = { readonly seat: string; readonly row: number; readonly column: number; readonly isEmpty: boolean };

export type SeatNow = {
  /** How often something was recorded of this seat. */
  readonly count: number;
  /** The code recorded last. */
  readonly code: string;
};

export type Stop = { readonly seat: string; readonly before: Stop | null };

export type SeatState = {
  readonly seats: ReadonlyMap<string, SeatNow>;
  /** `A1 B2` → how often. */
  readonly links: ReadonlyMap<string, number>;
  /** The teacher's stops, the latest first. */
  readonly stops: Stop | null;
};

export const MOST_ROWS = 12;
export const MOST_COLUMNS = 10;

/** The room that a protocol offers at first. */
export function startRoom({ layout, rows = 5, columns = 6, labels = 'letters' }: Seatmap): Room {
  return resizeRoom({ layout, rows, columns, labels, empty: [] }, { rows, columns });
}

/** All places of the room in the order in which they are looked at: row by row, or column by column. */
export function placesOf(room: Room): readonly Place[] {
  const places = Array.from({ length: room.rows * room.columns }, (_, place) => ({
    row: Math.floor(place / room.columns),
    column: place % room.columns,
  }));
  const ordered = room.layout === 'columns' ? places.sort((a, b) => a.column - b.column || a.row - b.row) : places;
  const empty = new Set(room.empty);
  return ordered.map((place) => {
    const seat = nameSeat(room, place);
    return { seat, ...place, isEmpty: empty.has(seat) };
  });
}

/** The seats of the room in that order, without places that have none. */
export function seatsOf(room: Room): readonly string[] {
  return placesOf(room)
    .filter((place) => !place.isEmpty)
    .map((place) => place.seat);
}

/** A1 is the first seat of the front row. */
function nameSeat(room: Room, { row, column }: { row: number; column: number }): string {
  if (room.labels === 'numbers') return String(row * room.columns + column + 1);
  return `${String.fromCharCode(65 + row)}${column + 1}`;
}

/** A larger or smaller room, within what a screen can show. */
export function resizeRoom(room: Room, size: { readonly rows: number; readonly columns: number }): Room {
  const within = (n: number, most: number): number => Math.max(1, Math.min(most, Math.round(n)));
  return { ...room, rows: within(size.rows, MOST_ROWS), columns: within(size.columns, MOST_COLUMNS) };
}

/** Takes a seat out of the room or puts it back. */
export function toggleSeat(room: Room, seat: string): Room {
  const without = room.empty.filter((each) => each !== seat);
  return { ...room, empty: without.length < room.empty.length ? without : [...room.empty, seat] };
}

/** The seat to look at next: the first after `after` that was not looked at yet, then those before it; null if none. */
export function nextSeat(room: Room, done: ReadonlyMap<string, unknown>, after: string | null): string | null {
  const seats = seatsOf(room);
  const from = after === null ? 0 : seats.indexOf(after) + 1;
  return [...seats.slice(from), ...seats.slice(0, from)].find((seat) => !done.has(seat)) ?? null;
}

/** Adds what an item says about seats. */
export function addSeat(protocol: Protocol, state: SeatState, fields: EvidenceFields): SeatState {
  const { subject, to_subject, code = '' } = fields;
  if (subject === undefined || protocol.seatmap === undefined) return state;
  const count = (state.seats.get(subject)?.count ?? 0) + 1;
  const seats = new Map(state.seats).set(subject, { count, code });
  const stops = code === protocol.seatmap.path ? { seat: subject, before: state.stops } : state.stops;
  if (to_subject === undefined) return { ...state, seats, stops };
  const link = `${subject} ${to_subject}`;
  return { seats, stops, links: new Map(state.links).set(link, (state.links.get(link) ?? 0) + 1) };
}

/** The latest stops in the order in which they were made. */
export function latestStops(state: SeatState, most: number): readonly string[] {
  const stops: string[] = [];
  for (let stop = state.stops; stop !== null && stops.length < most; stop = stop.before) stops.push(stop.seat);
  return stops.reverse();
}
