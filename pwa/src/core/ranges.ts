/** Half-open stretches of time [start, end) in milliseconds, and what can be done with lists of them. */
export type Range = readonly [start: number, end: number];

/** Sorted, with overlapping and touching ranges made one; an empty range stays only where it touches nothing. */
export function unite(ranges: readonly Range[]): readonly Range[] {
  const united: [number, number][] = [];
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = united.at(-1);
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else united.push([start, end]);
  }
  return united;
}

/** What lies in both; both lists are united. */
export function intersect(left: readonly Range[], right: readonly Range[]): readonly Range[] {
  const both: Range[] = [];
  let l = 0;
  let r = 0;
  for (let a = left[l], b = right[r]; a && b; a = left[l], b = right[r]) {
    const start = Math.max(a[0], b[0]);
    const end = Math.min(a[1], b[1]);
    if (start < end) both.push([start, end]);
    if (a[1] < b[1]) l += 1;
    else r += 1;
  }
  return both;
}

/** What lies in the first and not in the second; both lists are united. */
export function subtract(ranges: readonly Range[], holes: readonly Range[]): readonly Range[] {
  return ranges.flatMap(([start, end]) => {
    const inside = intersect([[start, end]], holes);
    const starts = [start, ...inside.map((hole) => hole[1])];
    const ends = [...inside.map((hole) => hole[0]), end];
    return starts.map((from, i): Range => [from, ends[i] ?? end]).filter(([from, to]) => from < to);
  });
}

export function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, [start, end]) => sum + end - start, 0);
}

/** Whether a moment lies in one of the ranges. */
export function holds(ranges: readonly Range[], t_ms: number): boolean {
  return ranges.some(([start, end]) => start <= t_ms && t_ms < end);
}
