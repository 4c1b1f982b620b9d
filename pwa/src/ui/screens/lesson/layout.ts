/** How the lanes fill the pad: the largest keys that fit without scrolling. Pixels. */

export type Box = { readonly width: number; readonly height: number };
export type Rules = {
  readonly gap: number;
  readonly head: number;
  readonly target: number;
  /** The narrowest key on which the longest word can be read. */
  readonly word: number;
};
export type LaneGrid = { readonly columns: number; readonly rows: number };

export type Layout = {
  /** rows: lanes one below the other; columns: lanes side by side. */
  readonly arrangement: 'rows' | 'columns';
  readonly lanes: readonly LaneGrid[];
  /** Whether every key has its full target with nothing to scroll. */
  readonly fits: boolean;
};

type Candidate = Layout & { readonly score: number };

/** A key as wide as this is wide enough for its words. */
const WIDE_PX = 240;
/** A key is read across, so width counts before height up to this ratio. */
const RATIO = 1.7;
/** A key this many times wider than high begins to look like a line. */
const FLAT = 2.6;
/** Keys of one lane far larger than those of another mislead the eye; height misleads more than width. */
const UNEVEN = { rows: 0.05, columns: 0.15 } as const;

/** Chooses the arrangement with the largest smallest key. `sizes`: how many keys each lane has. */
export function layOut(sizes: readonly number[], box: Box, rules: Rules): Layout {
  const most = Math.max(1, ...sizes);
  const tries = Array.from({ length: most }, (_, i) => i + 1);
  const candidates = [
    ...tries.map((columns) => stack(sizes, columns, { box, rules })),
    ...tries.map((rows) => sideBySide(sizes, rows, { box, rules })),
  ];
  const fitting = candidates.filter((candidate) => candidate.fits);
  if (fitting.length > 0) return best(fitting);
  return scrolling(sizes, box, rules);
}

type Room = { readonly box: Box; readonly rules: Rules };

function stack(sizes: readonly number[], most: number, { box, rules }: Room): Candidate {
  const lanes = sizes.map((size) => {
    const rows = Math.ceil(size / most);
    return { rows, columns: Math.ceil(size / rows) };
  });
  const rows = lanes.reduce((sum, lane) => sum + lane.rows, 0);
  const heads = sizes.length * rules.head;
  const gaps = (rows - 1) * rules.gap;
  const width = (box.width - (most - 1) * rules.gap) / most;
  return judge({ arrangement: 'rows', lanes }, { width, height: (box.height - heads - gaps) / rows }, rules);
}

function sideBySide(sizes: readonly number[], most: number, { box, rules }: Room): Candidate {
  const lanes = sizes.map((size) => {
    const columns = Math.ceil(size / most);
    return { columns, rows: Math.ceil(size / columns) };
  });
  const columns = lanes.reduce((sum, lane) => sum + lane.columns, 0);
  const rows = Math.max(...lanes.map((lane) => lane.rows));
  const width = (box.width - (columns - 1) * rules.gap) / columns;
  const height = (box.height - rules.head - (rows - 1) * rules.gap) / rows;
  return judge({ arrangement: 'columns', lanes }, { width, height }, rules);
}

function judge(layout: Omit<Layout, 'fits'>, key: { width: number; height: number }, rules: Rules): Candidate {
  const fits = key.width >= Math.max(rules.target, rules.word) && key.height >= rules.target;
  const flat = Math.max(0, key.width / key.height / FLAT - 1);
  const size = Math.min(key.width, WIDE_PX, key.height * RATIO) / (1 + 0.1 * flat);
  return { ...layout, fits, score: size / (1 + UNEVEN[layout.arrangement] * (stretchOf(layout) - 1)) };
}

/** How many times larger the largest keys are than the smallest. */
function stretchOf({ arrangement, lanes }: Omit<Layout, 'fits'>): number {
  const counts = lanes.map((lane) => (arrangement === 'rows' ? lane.columns : lane.rows));
  return Math.max(...counts) / Math.min(...counts);
}

/** The first of equals: lanes below each other keep the words of a lane on one line. */
function best(candidates: readonly Candidate[]): Layout {
  return candidates.reduce((held, next) => (next.score > held.score + 1 ? next : held));
}

/** Nothing fits (a tiny window, a huge protocol): as many keys in a row as the target allows, and the pad scrolls. */
function scrolling(sizes: readonly number[], box: Box, rules: Rules): Layout {
  const most = Math.max(1, Math.floor((box.width + rules.gap) / (Math.max(rules.target, rules.word, 72) + rules.gap)));
  const lanes = sizes.map((size) => {
    const rows = Math.ceil(size / most);
    return { rows, columns: Math.ceil(size / rows) };
  });
  return { arrangement: 'rows', lanes, fits: false };
}
