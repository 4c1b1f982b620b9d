/** The keys of the pad as single watched fields: a tap repaints the keys that changed and nothing else. */
import { runningKey } from '../../core/live';
import type { Protocol } from '../../core/protocol';
import type { Recording } from '../../core/recorder';
import { sweepOf } from '../../core/sweeps';

export type Cell = {
  readonly since: number | null;
  readonly count: number;
  readonly marked: boolean;
  /** How many items of this key came to the tablet's disk while the pad is open. */
  readonly safe: number;
};

export type Cells = {
  readonly of: (code: string) => Cell;
  /** Takes over what the recording holds now; `interval` is the one whose marks are shown. Of sweeps the open one is. */
  readonly show: (recording: Recording, interval: number | null) => void;
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
    show: (recording, interval) => {
      const swept = recording.sweep === null ? null : sweepOf(recording, recording.sweep.index);
      const held = swept?.heads ?? (interval === null ? undefined : recording.marks.get(interval));
      const counts = protocol.sampling.method === 'sweep' ? swept?.codes : recording.counts;
      for (const [code, cell] of cells) {
        cell.set({
          since: recording.running.get(runningKey(code)) ?? null,
          count: counts?.get(code) ?? 0,
          marked: held?.has(code) ?? false,
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
