/** What a touch on the pad means in actions of the recorder. */
import { findCode } from '../../core/protocol';
import type { Action, Applied, Recording } from '../../core/recorder';
import { applyAction, intervalNow } from '../../core/recorder';
import { sweepOf } from '../../core/sweeps';
import type { Id } from '../../core/types';

export type Tap = {
  readonly id: Id;
  readonly code: string;
  readonly t_ms: number;
  readonly late: boolean;
  /** Of whom it is recorded: a seat or another subject. */
  readonly subject?: string | undefined;
};

/** Applies actions one after the other; their changes are saved together. */
export function applyAll(recording: Recording, actions: readonly Action[]): Applied {
  return actions.reduce<Applied>(
    (before, action) => {
      const { recording: next, drafts } = applyAction(before.recording, action);
      return { recording: next, drafts: [...before.drafts, ...drafts] };
    },
    { recording, drafts: [] },
  );
}

/** A tap; `late` marks the interval before. */
export function makeTap(recording: Recording, { id, code, t_ms, late, subject }: Tap): Action {
  const now = intervalNow(recording, t_ms);
  const where = late && now !== null && now.index > 0 ? { interval: now.index - 1 } : {};
  return { do: 'tap', id, code, t_ms, ...(subject === undefined ? {} : { subject }), ...where };
}

/** The item that a tap on a code made or changed: the one whose details can be given. */
export function findTapped(recording: Recording, id: Id, { code, subject }: { code: string; subject?: string }): Id {
  const swept = sweepOf(recording, recording.sweep?.index ?? 0);
  const held = subject === undefined ? swept.heads.get(code) : swept.seats.get(subject);
  return recording.protocol.sampling.method === 'sweep' ? (held?.record ?? id) : id;
}

/** Whether a code has details that can be given: modifiers, and of a head count its number. */
export function hasDetails({ protocol }: Recording, code: string): boolean {
  const isCounted = protocol.sampling.method === 'sweep' && protocol.seatmap === undefined;
  return isCounted || (findCode(protocol, code)?.modifiers?.length ?? 0) > 0;
}
