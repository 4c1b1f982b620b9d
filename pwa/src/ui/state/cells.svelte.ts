/** The keys of the pad as single watched fields: a tap repaints the keys that changed and nothing else. */
import type { Live } from '../../core/live';
import { runningKey } from '../../core/live';
import type { Protocol } from '../../core/protocol';

export type Cell = {
  readonly since: number | null;
  readonly count: number;
  readonly marked: boolean;
  /** How many items of this key came to the tablet's disk while the pad is open. */
  readonly safe: number;
};

export type Cells = {
  readonly of: (code: string) => Cell;
  /** Takes over what the recording holds now; `interval` is the one whose marks are shown. */
  readonly show: (live: Live, interval: number | null) => void;
  readonly tick: (code: string) => void;
};

type Watched = { cell: Cell; set: (next: Omit<Cell, 'safe'>) => void; tick: () => void };

export function makeCells(protocol: Protocol): Cells {
  const cells = new Map(protocol.codes.map((code) => [code.id, makeCell()]));
  return {
    of: (code) => {
      const found = cells.get(code);
      if (found === undefined) throw new Error(`no key for ${code}`);
      return found.cell;
    },
    show: (live, interval) => {
      const marks = interval === null ? undefined : live.marks.get(interval);
      for (const [code, cell] of cells) {
        cell.set({
          since: live.running.get(runningKey(code)) ?? null,
          count: live.counts.get(code) ?? 0,
          marked: marks?.has(code) ?? false,
        });
      }
    },
    tick: (code) => cells.get(code)?.tick(),
  };
}

/** Setting a field to the value it has wakes nobody. */
function makeCell(): Watched {
  let since = $state<number | null>(null);
  let count = $state(0);
  let marked = $state(false);
  let safe = $state(0);
  return {
    cell: {
      get since() {
        return since;
      },
      get count() {
        return count;
      },
      get marked() {
        return marked;
      },
      get safe() {
        return safe;
      },
    },
    set: (next) => {
      since = next.since;
      count = next.count;
      marked = next.marked;
    },
    tick: () => {
      safe += 1;
    },
  };
}
