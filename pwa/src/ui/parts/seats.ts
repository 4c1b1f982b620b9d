/** The room as a plan: where each seat stands, and lines between seats. */
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
  /** More than one: the number stands at the arrow. */
  readonly many: boolean;
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

type Bow = { readonly d: string; readonly middle: Point };

/** From seat to seat in a slight bow, so that there and back are two lines. It ends short of the middles. */
export function drawArrow(from: Seat, to: Seat): Bow {
  const [a, b] = [middleOf(from), middleOf(to)];
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]];
  const length = Math.max(1, Math.hypot(dx, dy));
  const aside = Math.min(34, 0.16 * length);
  const bow: Point = [(a[0] + b[0]) / 2 - (dy / length) * aside, (a[1] + b[1]) / 2 + (dx / length) * aside];
  const towards = (end: Point): Point => {
    const far = Math.max(1, Math.hypot(bow[0] - end[0], bow[1] - end[1]));
    return [end[0] + ((bow[0] - end[0]) / far) * 20, end[1] + ((bow[1] - end[1]) / far) * 20];
  };
  const [start, end] = [towards(a), towards(b)];
  const middle: Point = [(start[0] + 2 * bow[0] + end[0]) / 4, (start[1] + 2 * bow[1] + end[1]) / 4];
  return { d: `M${write(start)}Q${write(bow)} ${write(end)}`, middle };
}

function write([x, y]: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
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

/** The legs of the way, each with a corner in its middle for the tip of an arrow. */
export function drawLegs(stops: readonly Point[]): readonly string[] {
  return stops.slice(1).map((to, i) => {
    const from = stops[i] ?? to;
    const middle: Point = [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2];
    return `M${write(from)}L${write(middle)}L${write(to)}`;
  });
}
