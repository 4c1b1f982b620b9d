/** A measure over visits, as a picture: where the points, the goal and the phases stand in a field of a given size. */
import { scaleLinear } from 'd3-scale';

export type LinePoint = {
  readonly id: string;
  readonly on: string;
  /** With its unit, and with as little as there is room for. */
  readonly shown: string;
  readonly short: string;
  readonly value: number | null;
  readonly after: boolean;
  readonly note: string;
};

export type GoalLine = {
  readonly points: readonly LinePoint[];
  readonly baseline: number | null;
  /** From `low` to `high`; equal where the goal is one number; null where there is none. */
  readonly goal: { readonly low: number; readonly high: number; readonly shown: string } | null;
};

export type Placed = LinePoint & { readonly x: number; readonly y: number };

export type Drawn = {
  readonly points: readonly Placed[];
  /** Stretches of points that may be joined: of one phase, without a gap. */
  readonly paths: readonly string[];
  readonly goal: { readonly top: number; readonly bottom: number; readonly shown: string } | null;
  readonly baseline: number | null;
  /** Where the strategy begins; null where it begins with the first point or never. */
  readonly phase: number | null;
  readonly ticks: readonly { readonly y: number; readonly value: number }[];
};

/** Room for the scale at the left and for the figures above the points, in CSS pixels. */
const LEFT = 52;
const EDGE = 30;

/** Lays the points side by side at equal distances, since what matters is their order. `width`, `height`: CSS pixels. */
export function drawGoalLine({ points, baseline, goal }: GoalLine, width: number, height: number): Drawn {
  const values = points.flatMap(({ value }) => (value === null ? [] : [value]));
  const all = [...values, ...(baseline === null ? [] : [baseline]), ...(goal === null ? [] : [goal.low, goal.high])];
  const low = Math.min(0, ...all);
  const high = Math.max(low + 1e-9, ...all);
  const y = scaleLinear([low, high], [height - 12, EDGE]).nice(4);
  const x = (place: number): number =>
    LEFT +
    EDGE +
    ((width - LEFT - 2 * EDGE) * (points.length === 1 ? 1 : 2 * place)) / Math.max(2, 2 * (points.length - 1));
  const placed = points.flatMap((point, place): Placed[] =>
    point.value === null ? [] : [{ ...point, x: x(place), y: y(point.value) }],
  );
  const first = points.findIndex((point) => point.after);
  return {
    points: placed,
    paths: joinPoints(placed),
    goal: goal === null ? null : { top: y(goal.high), bottom: y(goal.low), shown: goal.shown },
    baseline: baseline === null ? null : y(baseline),
    phase: first > 0 ? (x(first - 1) + x(first)) / 2 : null,
    ticks: y.ticks(4).map((value) => ({ y: y(value), value })),
  };
}

function joinPoints(placed: readonly Placed[]): readonly string[] {
  const runs: Placed[][] = [];
  for (const point of placed) {
    const run = runs.at(-1);
    if (run?.at(-1)?.after === point.after) run.push(point);
    else runs.push([point]);
  }
  return runs.map((run) => run.map(({ x, y }, place) => `${place === 0 ? 'M' : 'L'}${x} ${y}`).join(''));
}
