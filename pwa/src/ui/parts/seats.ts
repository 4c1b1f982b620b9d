/** The room as a plan: where each seat stands, and lines between seats. */
import { curveBasis, curveLinear, line } from 'd3-shape';

export const SEAT_W = 100;
export const SEAT_H = 78;

export type SeatPart = { readonly id: string; readonly colour: string; readonly part: number };
export type Seat = {
  readonly id: string;
  readonly row: number;
  readonly column: number;
  readonly value: string;
  /** What it adds up from; parts of 1. */
  readonly parts: readonly SeatPart[];
  /** A seat of which nothing was recorded. */
  readonly empty: boolean;
};

export type Arrow = {
  readonly from: string;
  readonly to: string;
  /** From 0 to 1 of the thickest. */
  readonly part: number;
  readonly value: string;
};

export type Room = {
  readonly rows: number;
  readonly columns: number;
  readonly seats: readonly Seat[];
  readonly arrows: readonly Arrow[];
  /** Seats in the order in which somebody stopped at them. */
  readonly path: readonly string[];
};

type Point = readonly [x: number, y: number];

/** The middle of a seat. */
export function middleOf({ row, column }: Pick<Seat, 'row' | 'column'>): Point {
  return [(column + 0.5) * SEAT_W, (row + 0.5) * SEAT_H];
}

/** From seat to seat in a slight bow, so that there and back are two lines. Ends short of the middle. */
export function drawArrow(from: Seat, to: Seat): string {
  const [a, b] = [middleOf(from), middleOf(to)];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.max(1, Math.hypot(dx, dy));
  const bow: Point = [(a[0] + b[0]) / 2 - (dy / length) * 26, (a[1] + b[1]) / 2 + (dx / length) * 26];
  const short = 24 / length;
  const [start, end]: [Point, Point] = [
    [a[0] + dx * short, a[1] + dy * short],
    [b[0] - dx * short, b[1] - dy * short],
  ];
  return line().curve(curveBasis)([start, bow, bow, end].map(([x, y]): [number, number] => [x, y])) ?? '';
}

/** The way from stop to stop; stops at one seat are set a little apart, so that each can be seen. */
export function placeStops(room: Room): readonly Point[] {
  const visits = new Map<string, number>();
  return room.path.flatMap((id) => {
    const seat = room.seats.find((one) => one.id === id);
    if (seat === undefined) return [];
    const before = visits.get(id) ?? 0;
    visits.set(id, before + 1);
    const [x, y] = middleOf(seat);
    const turn = before * 2.4;
    const away = before === 0 ? 0 : 9 + 2 * before;
    return [[x + Math.min(34, away) * Math.cos(turn), y + Math.min(24, away) * Math.sin(turn)] as const];
  });
}

export function drawPath(stops: readonly Point[]): string {
  return line().curve(curveLinear)(stops.map(([x, y]): [number, number] => [x, y])) ?? '';
}
