/** Waits as dots along a line of seconds, stacked where they are alike; places from 0 to 1. */
import { scaleLinear } from 'd3-scale';

export type Dot = { readonly item: string | null; readonly at: number; readonly row: number; readonly label: string };
export type DotLine = { readonly at: number; readonly label: string };
export type DotPanel = {
  readonly id: string;
  readonly label: string;
  readonly dots: readonly Dot[];
  /** Dots of the highest stack. */
  readonly height: number;
  readonly ticks: readonly DotLine[];
  readonly median: DotLine | null;
  readonly limit: DotLine | null;
};

/** One value with what it stands for. Seconds. */
export type Wait = { readonly seconds: number; readonly item: string | null; readonly label: string };

const STACKS = 48;

/** The last second of the axis: past the line twice, past most waits; single long ones stand at its end. */
export function findEnd(seconds: readonly number[], limit: number | null): number {
  const sorted = [...seconds].sort((one, other) => one - other);
  const most = sorted[Math.floor(0.95 * (sorted.length - 1))] ?? 0;
  return Math.max(2 * (limit ?? 0), Math.ceil(most * 1.15), 4);
}

export function placeDots(waits: readonly Wait[], end: number): { dots: readonly Dot[]; height: number } {
  const scale = scaleLinear([0, end], [0, STACKS]).clamp(true);
  const heights = new Map<number, number>();
  const dots = [...waits]
    .sort((one, other) => one.seconds - other.seconds)
    .map(({ seconds, item, label }) => {
      const stack = Math.round(scale(seconds));
      const row = heights.get(stack) ?? 0;
      heights.set(stack, row + 1);
      return { item, label, row, at: stack / STACKS };
    });
  return { dots, height: Math.max(1, ...heights.values()) };
}

/** Round seconds for the axis. */
export function tickSeconds(end: number): readonly number[] {
  return scaleLinear([0, end], [0, 1]).ticks(6);
}
