/** Half-open stretches of time [start, end) in milliseconds, and what can be done with lists of them. */
export type Range = readonly [start: number, end: number];

/** Sorted, with overlapping and touching ranges made one; an empty range stays only where it touches nothing. */
export function unite(ranges: readonly Range[]): readonly Range[] {
  const united: [number, number][] = [];
  let last: [number, number] | undefined;
  for (const range of sortRanges(ranges)) {
    if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else united.push((last = [range[0], range[1]]));
  }
  return united;
}

/** Most lists come in order, and are not copied. */
function sortRanges(ranges: readonly Range[]): readonly Range[] {
  const isSorted = ranges.every((range, at) => at === 0 || !isBefore(range, ranges[at - 1] ?? range));
  return isSorted ? ranges : [...ranges].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

function isBefore(one: Range, other: Range): boolean {
  return one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
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

/** The length of what lies in both; both lists are united. */
export function sharedLength(left: readonly Range[], right: readonly Range[]): number {
  let [sum, l, r] = [0, 0, 0];
  for (let a = left[l], b = right[r]; a && b; a = left[l], b = right[r]) {
    const shared = Math.min(a[1], b[1]) - Math.max(a[0], b[0]);
    if (shared > 0) sum += shared;
    if (a[1] < b[1]) l += 1;
    else r += 1;
  }
  return sum;
}

/** How much of [start, end) lies in the ranges, which are united. */
export function lengthWithin(ranges: readonly Range[], [start, end]: Range): number {
  let sum = 0;
  for (let at = firstAfter(ranges, start), range = ranges[at]; range && range[0] < end; range = ranges[(at += 1)])
    sum += Math.min(range[1], end) - Math.max(range[0], start);
  return sum;
}

export function lengthOf(ranges: readonly Range[]): number {
  return ranges.reduce((sum, range) => sum + range[1] - range[0], 0);
}

/** Whether a moment lies in one of the ranges, which are united. */
export function holds(ranges: readonly Range[], t_ms: number): boolean {
  const range = ranges[firstAfter(ranges, t_ms)];
  return range !== undefined && range[0] <= t_ms;
}

/** Whether a moment lies in one of the ranges or at its end; they are united. */
export function touches(ranges: readonly Range[], t_ms: number): boolean {
  const at = firstAfter(ranges, t_ms);
  return (ranges[at]?.[0] ?? Infinity) <= t_ms || ranges[at - 1]?.[1] === t_ms;
}

/** Whether something of [start, end) lies in one of the ranges, which are united. */
export function meets(ranges: readonly Range[], [start, end]: Range): boolean {
  return (ranges[firstAfter(ranges, start)]?.[0] ?? Infinity) < end;
}

/** The place of the first of the ranges that ends after a moment, found by halving. */
function firstAfter(ranges: readonly Range[], t_ms: number): number {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.[1] ?? Infinity) > t_ms) high = middle;
    else low = middle + 1;
  }
  return low;
}
