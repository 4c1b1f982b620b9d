/** What can be captured on the pad beside a tap: counts, links, answers, lines, sweeps and the room. */
import type { Action, Recording } from '../../core/recorder';
import { hasEnded, isPaused, openSweep } from '../../core/recorder';
import { findItem } from '../../core/recording';
import type { Room } from '../../core/room';
import type { Draft, EvidenceEdit, Fields, Id } from '../../core/types';
import { newId } from '../../store';

export type Line = {
  /** Null begins a line. */
  readonly record: Id | null;
  /** Of the first keystroke. */
  readonly t_ms: number;
  readonly text: string;
  readonly speaker?: string | null;
  readonly code?: string | null;
};

export type Captures = {
  /** Says how many people have a code in the open sweep. */
  readonly count: (code: string, value: number) => void;
  readonly link: (code: string, turn: { from: string; to: string; t_ms: number }) => void;
  /** Rates or checks an item; `segment` if another than the one that runs. */
  readonly answer: (item: string, value: number | null, segment?: number) => void;
  /** A button that was held down is let go. */
  readonly release: (code: string) => void;
  /** Keeps a note under the time of its first keystroke; gives its record for the next edit of the same note. */
  readonly keepNote: (line: Line) => Id;
  /** Offers the details of an item, if its code has any. */
  readonly ask: (record: Id) => void;
  /** Changes what is said of a line or an item, as a step of its own. */
  readonly change: (record: Id, fields: EvidenceEdit) => void;
  /** Marks this moment to come back to. */
  readonly star: () => void;
  /** Facts about the lesson, by the id of their field; all of them. */
  readonly tell: (context: Fields) => void;
  /** Sets afterwards from when to when was observed. Milliseconds of the lesson. */
  readonly trim: (part: { from_ms: number; until_ms: number }) => void;
  /** Takes an item away; it stays in the record. */
  readonly takeAway: (record: Id) => void;
  readonly startSweep: () => void;
  readonly arrange: (room: Room) => void;
};

type Hands = {
  readonly act: (...actions: readonly Action[]) => readonly Draft[];
  /** Changes an item without a step for undo. */
  readonly amend: (record: Id, fields: EvidenceEdit) => void;
  /** Goes on from another state of the recording that changes nothing in what is stored. */
  readonly begin: (recording: Recording) => void;
  /** The item of this code is the one whose details are offered, if the code has any. */
  readonly offer: (record: Id, code: string) => void;
  readonly show: () => void;
  readonly exact: () => number;
  readonly now: () => Recording;
};

export function makeCaptures({ act, amend, begin, offer, show, exact, now }: Hands): Captures {
  /** Nothing is captured while the lesson rests. */
  function capture(action: (id: Id) => Action): void {
    if (!isPaused(now()) && !hasEnded(now())) act(action(newId()));
  }

  function keepNote({ record, t_ms, text, speaker = null, code = null }: Line): Id {
    if (record !== null) {
      amend(record, { note: text });
      return record;
    }
    const id = newId();
    const about = { ...(speaker === null ? {} : { speaker }), ...(code === null ? {} : { code }) };
    act({ do: 'note', id, t_ms, text, ...about });
    return id;
  }

  return {
    count: (code, value) => capture((id) => ({ do: 'count', id, code, t_ms: exact(), value })),
    link: (code, { from, to, t_ms }) =>
      capture((id) => {
        offer(id, code);
        return { do: 'link', id, code, t_ms, subject: from, to_subject: to };
      }),
    answer: (code, value, segment) =>
      // A room is rated in the break and after the bell as well.
      void act({
        do: 'answer',
        id: newId(),
        code,
        t_ms: exact(),
        value,
        ...(segment === undefined ? {} : { segment }),
      }),
    release: (code) => capture((id) => ({ do: 'release', id, code, t_ms: exact() })),
    keepNote,
    ask: (record) => {
      offer(record, findItem(now(), record)?.fields.code ?? '');
      show();
    },
    change: (record, fields) => void act({ do: 'edit', record, fields }),
    star: () => void act({ do: 'star', id: newId(), t_ms: exact() }),
    tell: (context) => void act({ do: 'context', t_ms: exact(), context }),
    trim: ({ from_ms, until_ms }) => void act({ do: 'trim', from_ms, until_ms }),
    takeAway: (record) => void act({ do: 'retract', record }),
    startSweep: () => begin(openSweep(now(), exact())),
    arrange: (seatmap) => void act({ do: 'arrange', t_ms: exact(), seatmap }),
  };
}
