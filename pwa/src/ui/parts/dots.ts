/** Waits as dots along a line of seconds, stacked where they are alike; places from 0 to 1. */

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
  /** What stands at the end of the axis where longer waits are stacked. */
  readonly beyond: string | null;
};

/** One value with what it stands for. Seconds. */
export type Wait = { readonly seconds: number; readonly item: string | null; readonly label: string };

const STACKS = 60;
const STEPS_S = [1, 2, 5, 10, 15, 30, 60, 120, 300];

/**
 * The last second of the axis: twice the line, or three times the spread of the middle half above it (Tukey's outer
 * fence). Longer waits stand at the end.
 */
export function findEnd(seconds: readonly number[], limit: number): number {
  const sorted = [...seconds].sort((one, other) => one - other);
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0;
  const fence = at(0.75) + 3 * (at(0.75) - at(0.25));
  return Math.ceil(Math.max(2 * limit, Math.min(fence, sorted.at(-1) ?? 0), 4));
}

export function placeDots(waits: readonly Wait[], end: number): { dots: readonly Dot[]; height: number } {
  const heights = new Map<number, number>();
  const dots = [...waits]
    .sort((one, other) => one.seconds - other.seconds)
    .map(({ seconds, item, label }) => {
      const stack = Math.min(STACKS, Math.round((STACKS * seconds) / end));
      const row = heights.get(stack) ?? 0;
      heights.set(stack, row + 1);
      return { item, label, row, at: stack / STACKS };
    });
  return { dots, height: Math.max(1, ...heights.values()) };
}

/** Round seconds for the axis. */
export function tickSeconds(end: number): readonly number[] {
  const step = STEPS_S.find((candidate) => end / candidate <= 8) ?? end;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step);
}
