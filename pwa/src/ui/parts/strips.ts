/** Which of so many intervals are filled, as a picture one unit wide an interval and ten high. */

export type Strip = {
  readonly id: string;
  readonly short: string;
  readonly label: string;
  readonly colour: string;
  /** Places of the filled intervals, counted from 0. */
  readonly filled: readonly number[];
  readonly value: string;
};

export type StripGroup = { readonly id: string; readonly label: string; readonly strips: readonly Strip[] };

/** Up to this many intervals each is a cell of its own; of more, neighbours run together. */
const CELLS = 60;

export function drawCells(places: readonly number[], many: number): string {
  const runs: [number, number][] = [];
  for (const place of places) {
    const last = runs.at(-1);
    if (many > CELLS && last !== undefined && last[1] === place) last[1] = place + 1;
    else runs.push([place, place + 1]);
  }
  return runs.map(([from, to]) => `M${from + 0.05} 0H${round(to - 0.05)}V10H${from + 0.05}z`).join('');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
