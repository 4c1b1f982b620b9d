/**
 * Coefficients of agreement between two observers who judged the same units.
 *
 * Null stands for "no variation": chance alone would have agreed on everything, so that nothing can be said beyond it.
 */

/** A judgement as text or number; equal judgements are equal by `===`. */
export type Label = string | number | boolean;
/** What the first and the second said, and of how many units; of one when it does not say. */
export type Pair = readonly [Label, Label, number?];
export type NumberPair = readonly [number, number];

/** How often two observers gave a code to a unit: both, one alone, neither. */
export type Cells = {
  readonly both: number;
  readonly first_only: number;
  readonly second_only: number;
  readonly neither: number;
};

/** Both lists judge the same units in the same order. */
export function countCells(first: readonly boolean[], second: readonly boolean[]): Cells {
  const cells = { both: 0, first_only: 0, second_only: 0, neither: 0 };
  first.forEach((has, at) => {
    if (has) cells[second[at] ? 'both' : 'first_only'] += 1;
    else cells[second[at] ? 'second_only' : 'neither'] += 1;
  });
  return cells;
}

export function sizeOf(cells: Cells): number {
  return cells.both + cells.first_only + cells.second_only + cells.neither;
}

/** A cross table of judgements: [first, second, how often]. */
type Table = readonly (readonly [Label, Label, number])[];

function tableOf(cells: Cells): Table {
  const rows: Table = [
    [true, true, cells.both],
    [true, false, cells.first_only],
    [false, true, cells.second_only],
    [false, false, cells.neither],
  ];
  return rows.filter(([, , count]) => count > 0);
}

function toTable(pairs: readonly Pair[] | Cells): Table {
  return isCells(pairs) ? tableOf(pairs) : pairs.map(([a, b, times = 1]) => [a, b, times]);
}

function isCells(pairs: readonly Pair[] | Cells): pairs is Cells {
  return 'neither' in pairs;
}

function countAll(table: Table): number {
  return table.reduce((sum, [, , count]) => sum + count, 0);
}

function countEqual(table: Table): number {
  return table.reduce((sum, [a, b, count]) => sum + (a === b ? count : 0), 0);
}

function countSide(table: Table, side: 0 | 1, counts = new Map<Label, number>()): Map<Label, number> {
  for (const row of table) counts.set(row[side], (counts.get(row[side]) ?? 0) + row[2]);
  return counts;
}

/** 100 · equal / all, in percent. */
export function percentAgreement(pairs: readonly Pair[] | Cells): number | null {
  const table = toTable(pairs);
  const n = countAll(table);
  return n ? (100 * countEqual(table)) / n : null;
}

/** κ = (Po − Pe) / (1 − Pe), each observer with their own shares (Cohen 1960). */
export function cohenKappa(pairs: readonly Pair[] | Cells): number | null {
  const table = toTable(pairs);
  const n = countAll(table);
  const second = countSide(table, 1);
  let byChance = 0;
  for (const [label, count] of countSide(table, 0)) byChance += count * (second.get(label) ?? 0);
  // In whole numbers until the last step, so that "no variation" is exact.
  return n * n === byChance ? null : (countEqual(table) * n - byChance) / (n * n - byChance);
}

/** κw = 1 − observed / expected disagreement, by the distance of two levels or its square (Cohen 1968). */
export function weightedKappa(pairs: readonly NumberPair[], weights: 'linear' | 'quadratic'): number | null {
  const distance = (a: number, b: number): number => (weights === 'linear' ? Math.abs(a - b) : (a - b) ** 2);
  const table = pairs.map(([a, b]) => [a, b, 1] as const);
  const observed = pairs.reduce((sum, [a, b]) => sum + distance(a, b), 0) * pairs.length;
  const second = countSide(table, 1);
  let expected = 0;
  for (const [a, n] of countSide(table, 0))
    for (const [b, m] of second) expected += distance(Number(a), Number(b)) * n * m;
  return expected ? 1 - observed / expected : null;
}

/** AC1 = (Po − Pe) / (1 − Pe) with Pe = Σ π(1 − π) / (q − 1), π the mean share of both observers (Gwet 2008). */
export function gwetAc1(pairs: readonly Pair[] | Cells, categories: number): number | null {
  const table = toTable(pairs);
  const n = countAll(table);
  if (n === 0 || categories < 2) return null;
  const counts = [...countSide(table, 1, countSide(table, 0)).values()];
  const shares = counts.map((count) => count / (2 * n));
  const byChance = shares.reduce((sum, share) => sum + share * (1 - share), 0) / (categories - 1);
  return (countEqual(table) / n - byChance) / (1 - byChance);
}

/** 100 · both / (both + one alone), in percent: units that neither marked are left out (Jaccard 1912). */
export function jaccard({ both, first_only, second_only }: Cells): number | null {
  const marked = both + first_only + second_only;
  return marked ? (100 * both) / marked : null;
}

/** 100 · neither / (neither + one alone), in percent (Bijou, Peterson & Ault 1968). */
export function unscoredAgreement({ neither, first_only, second_only }: Cells): number | null {
  const unmarked = neither + first_only + second_only;
  return unmarked ? (100 * neither) / unmarked : null;
}

/** 100 · smaller / larger, in percent: total agreement of counts, or of durations; null if both are 0. */
export function smallerOverLarger(first: number, second: number): number | null {
  const larger = Math.max(first, second);
  return larger ? (100 * Math.min(first, second)) / larger : null;
}

/** Mean of smaller / larger over blocks of time, in percent; two zeros agree (mean count-per-interval). */
export function meanPerBlock(pairs: readonly NumberPair[]): number | null {
  const total = pairs.reduce((sum, [a, b]) => sum + (smallerOverLarger(a, b) ?? 100), 0);
  return pairs.length ? total / pairs.length : null;
}
