/** The seat map as something to touch: what a seat shows, and where lines run. Pixels. */

export type SeatFace = {
  readonly seat: string;
  readonly row: number;
  readonly column: number;
  /** A place without a seat: shown only while the room is arranged. */
  readonly isEmpty: boolean;
  /** What was recorded last, in short; empty if nothing was. */
  readonly code: string;
  readonly colour: string;
  readonly count: number;
  /** The seat to look at now, or the one that a turn begins at. */
  readonly isNow: boolean;
  /** What the screen reader says. */
  readonly label: string;
};

export type SeatLink = { readonly from: string; readonly to: string; readonly n: number };
type Place = { readonly row: number; readonly column: number };
export type Grid = {
  readonly rows: number;
  readonly columns: number;
  readonly width: number;
  readonly height: number;
  readonly gap: number;
};
export type Line = { readonly id: string; readonly d: string; readonly n: number };

/** The middle of a place. */
export function middleOf({ row, column }: Place, { rows, columns, width, height, gap }: Grid): [number, number] {
  const [w, h] = [(width - (columns - 1) * gap) / columns, (height - (rows - 1) * gap) / rows];
  return [column * (w + gap) + w / 2, row * (h + gap) + h / 2];
}

/** Lines from seat to seat, bent to the right, so that there and back lie side by side; they end before the middle. */
export function drawLinks(links: readonly SeatLink[], places: ReadonlyMap<string, Place>, grid: Grid): readonly Line[] {
  return links.flatMap(({ from, to, n }) => {
    const [start, end] = [places.get(from), places.get(to)];
    if (start === undefined || end === undefined) return [];
    const [x0, y0] = middleOf(start, grid);
    const [x1, y1] = middleOf(end, grid);
    const length = Math.hypot(x1 - x0, y1 - y0);
    if (length === 0) return [];
    const bend = Math.min(26, length / 6);
    const [mx, my] = [(x0 + x1) / 2 - ((y1 - y0) / length) * bend, (y0 + y1) / 2 + ((x1 - x0) / length) * bend];
    const keep = 1 - 16 / length;
    const [ex, ey] = [mx + (x1 - mx) * keep, my + (y1 - my) * keep];
    return [
      { id: `${from} ${to}`, n, d: `M${round(x0)} ${round(y0)}Q${round(mx)} ${round(my)} ${round(ex)} ${round(ey)}` },
    ];
  });
}

/** The way over the given seats in their order; null for fewer than two. */
export function drawWay(stops: readonly string[], places: ReadonlyMap<string, Place>, grid: Grid): string | null {
  const points = stops.flatMap((seat) => places.get(seat) ?? []).map((place) => middleOf(place, grid).map(round));
  return points.length < 2 ? null : `M${points.map((point) => point.join(' ')).join('L')}`;
}

function round(n: number): number {
  return Math.round(n * 10) / 10;
}
