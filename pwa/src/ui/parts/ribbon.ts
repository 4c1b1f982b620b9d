/** The timeline as a picture: which lanes it has, and where a moment lies in it. Pixels, milliseconds. */

export type Stretch = { readonly from_ms: number; readonly to_ms: number; readonly item: string | null };
export type Mark = { readonly t_ms: number; readonly item: string };

export type RibbonRow = {
  readonly id: string;
  readonly short: string;
  readonly colour: string;
  readonly stretches: readonly Stretch[];
  readonly marks: readonly Mark[];
};

export type RibbonLane = { readonly id: string; readonly label: string; readonly rows: readonly RibbonRow[] };

/** The part of the lesson that is shown. */
export type Window = { readonly from_ms: number; readonly to_ms: number };

export const ROW_PX = 20;
export const HEAD_PX = 22;
export const GUTTER_PX = 62;
export const AXIS_PX = 24;

export type PlacedRow = RibbonRow & { readonly y: number };
export type PlacedLane = {
  readonly id: string;
  readonly label: string;
  readonly y: number;
  readonly rows: readonly PlacedRow[];
};
export type Placed = { readonly lanes: readonly PlacedLane[]; readonly height: number };

/** Gives every lane and row its place from top to bottom, below the axis. */
export function placeLanes(lanes: readonly RibbonLane[]): Placed {
  let y = AXIS_PX;
  const placed = lanes.map((lane) => {
    const head = y;
    y += HEAD_PX;
    const rows = lane.rows.map((row) => {
      const at = { ...row, y };
      y += ROW_PX;
      return at;
    });
    return { id: lane.id, label: lane.label, y: head, rows };
  });
  return { lanes: placed, height: y + 6 };
}

/** Where a moment stands, from the left edge. */
export function xOf(t_ms: number, window: Window, width: number): number {
  const part = (t_ms - window.from_ms) / Math.max(1, window.to_ms - window.from_ms);
  return GUTTER_PX + part * (width - GUTTER_PX - 4);
}

/** All stretches of a row as one SVG path; none is thinner than a pixel and a half. */
export function drawStretches(row: PlacedRow, window: Window, width: number): string {
  return row.stretches
    .filter((stretch) => stretch.to_ms > window.from_ms && stretch.from_ms < window.to_ms)
    .map((stretch) => {
      const from = xOf(Math.max(stretch.from_ms, window.from_ms), window, width);
      const to = xOf(Math.min(stretch.to_ms, window.to_ms), window, width);
      const wide = Math.max(1.5, to - from);
      return `M${from.toFixed(1)} ${row.y + 3}h${wide.toFixed(1)}v${ROW_PX - 6}h${(-wide).toFixed(1)}z`;
    })
    .join('');
}

/** All marks of a row as one path of upright ticks. */
export function drawMarks(row: PlacedRow, window: Window, width: number): string {
  return row.marks
    .filter((mark) => mark.t_ms >= window.from_ms && mark.t_ms <= window.to_ms)
    .map((mark) => `M${xOf(mark.t_ms, window, width).toFixed(1)} ${row.y + 3}v${ROW_PX - 6}`)
    .join('');
}

const STEPS_MS = [10_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_200_000, 3_600_000];

/** Round moments for the axis, as many as fit at 64 pixels each. */
export function tickMoments(window: Window, width: number): readonly number[] {
  const room = Math.max(2, Math.floor((width - GUTTER_PX) / 64));
  const length = window.to_ms - window.from_ms;
  const step = STEPS_MS.find((candidate) => length / candidate <= room) ?? 3_600_000;
  const first = Math.ceil(window.from_ms / step) * step;
  const many = Math.floor((window.to_ms - first) / step) + 1;
  return Array.from({ length: Math.max(0, many) }, (_, i) => first + i * step);
}

export type Point = { readonly x: number; readonly y: number };

/** The item nearest to a touched point, within 24 pixels to the side and in the row touched or the next. */
export function findItem(
  placed: Placed,
  point: Point,
  { window, width }: { window: Window; width: number },
): string | null {
  let best: { item: string; far: number } | null = null;
  for (const row of placed.lanes.flatMap((lane) => lane.rows)) {
    const aside = Math.max(0, Math.abs(point.y - row.y - ROW_PX / 2) - ROW_PX / 2);
    if (aside > ROW_PX) continue;
    for (const [item, from, to] of thingsOf(row)) {
      const left = xOf(from, window, width);
      const right = xOf(to, window, width);
      const away = Math.max(0, left - point.x, point.x - right);
      const far = away + aside * 2;
      if (away <= 24 && (best === null || far < best.far)) best = { item, far };
    }
  }
  return best?.item ?? null;
}

function thingsOf(row: RibbonRow): readonly (readonly [string, number, number])[] {
  const stretches = row.stretches.flatMap(({ item, from_ms, to_ms }) =>
    item === null ? [] : [[item, from_ms, to_ms] as const],
  );
  return [...stretches, ...row.marks.map(({ item, t_ms }) => [item, t_ms, t_ms] as const)];
}

/** All items in order of time: the way of the arrow keys. */
export function orderItems(lanes: readonly RibbonLane[]): readonly string[] {
  const things = lanes.flatMap((lane) => lane.rows.flatMap(thingsOf));
  const ordered = [...things].sort((a, b) => a[1] - b[1]).map(([item]) => item);
  return [...new Set(ordered)];
}

/** A window of this length around the middle of another one, kept inside the lesson. */
export function zoomTo(window: Window, length_ms: number, whole_ms: number): Window {
  return moveTo((window.from_ms + window.to_ms) / 2 - length_ms / 2, length_ms, whole_ms);
}

/** The shortest stretch that the fingers can zoom to. */
export const CLOSEST_MS = 60_000;

/** The moment that stands at a place, from the left edge. */
export function momentAt(x: number, window: Window, width: number): number {
  const part = (x - GUTTER_PX) / Math.max(1, width - GUTTER_PX - 4);
  return window.from_ms + part * (window.to_ms - window.from_ms);
}

/** The fingers on the picture when a gesture began, and what it showed then. */
export type Grip = { readonly xs: readonly number[]; readonly window: Window; readonly width: number };

/**
 * The window that one or two fingers have pulled the picture to: the moments that were under them when they came down
 * stay under them, within the lesson and down to a minute.
 */
export function pull({ xs, window, width }: Grip, now: readonly number[], whole_ms: number): Window {
  const [first = 0, second] = xs;
  const [here = first, there] = now;
  const length = window.to_ms - window.from_ms;
  const room = Math.max(1, width - GUTTER_PX - 4);
  if (second === undefined || there === undefined) {
    return moveTo(window.from_ms - ((here - first) / room) * length, length, whole_ms);
  }
  const apart = Math.max(24, Math.abs(there - here));
  const size = limit((length * Math.max(24, Math.abs(second - first))) / apart, whole_ms);
  const held = momentAt((first + second) / 2, window, width);
  return moveTo(held - (((here + there) / 2 - GUTTER_PX) / room) * size, size, whole_ms);
}

/** The window so many times as long, with the moment at one place staying there. */
export function zoomAt({ window, width }: Omit<Grip, 'xs'>, x: number, times: number, whole_ms: number): Window {
  const held = momentAt(x, window, width);
  const size = limit((window.to_ms - window.from_ms) * times, whole_ms);
  const part = (held - window.from_ms) / Math.max(1, window.to_ms - window.from_ms);
  return moveTo(held - part * size, size, whole_ms);
}

function limit(length: number, whole_ms: number): number {
  return Math.min(whole_ms, Math.max(CLOSEST_MS, length));
}

/** The window moved by a part of itself (−0.8 is almost a window earlier), kept inside the lesson. */
export function moveBy(window: Window, part: number, whole_ms: number): Window {
  const length = window.to_ms - window.from_ms;
  return moveTo(window.from_ms + part * length, length, whole_ms);
}

function moveTo(from: number, length: number, whole_ms: number): Window {
  const size = Math.min(length, whole_ms);
  const from_ms = Math.round(Math.min(Math.max(0, from), whole_ms - size));
  return { from_ms, to_ms: from_ms + Math.round(size) };
}
