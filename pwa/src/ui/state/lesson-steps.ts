/** What a touch on the pad means in actions of the recorder. */
import type { Modifiers } from '../../core/evidence';
import { runningKey, type LiveItem } from '../../core/live';
import { findCode } from '../../core/protocol';
import type { Action, Applied, Recording } from '../../core/recorder';
import { applyAction, intervalNow } from '../../core/recorder';
import { findItem } from '../../core/recording';
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

/**
 * The item whose details a tap on a code calls for: the one that it made or changed, of a state its start, whether the
 * tap stopped it or was ignored. Null if it took something away.
 */
export function findAsked(
  recording: Recording,
  { id, code, subject }: Pick<Tap, 'id' | 'code' | 'subject'>,
): Id | null {
  if (recording.protocol.sampling.method === 'sweep') {
    const swept = sweepOf(recording, recording.sweep?.index ?? 0);
    return (subject === undefined ? swept.heads.get(code) : swept.seats.get(subject))?.record ?? null;
  }
  const made = findItem(recording, id);
  return made !== null && made.fields.action !== 'stop' ? id : findStart(recording, code, subject);
}

/** How long a detail of a running state can be put right; afterwards another one holds from now on. */
const SETTLED_MS = 10_000;

export type Detail = { readonly id: Id; readonly record: Id; readonly modifiers: Modifiers; readonly t_ms: number };

/** A detail that was given: a change of the item, or of a state that runs in another manner from now on a new start. */
export function makeDetail(recording: Recording, { id, record, modifiers, t_ms }: Detail): Action {
  const item = findItem(recording, record);
  if (item === null || !turnsInto(recording, item, modifiers) || t_ms - item.fields.t_ms < SETTLED_MS)
    return { do: 'edit', record, fields: { modifiers } };
  const { code = '', subject } = item.fields;
  return { do: 'tap', id, code, t_ms, modifiers, ...(subject === undefined ? {} : { subject }) };
}

/** Whether a state that still runs gets another value for a detail that is asked at its start and was given. */
function turnsInto({ protocol, running }: Recording, { fields }: LiveItem, modifiers: Modifiers): boolean {
  const { code = '', subject, action, t_ms, modifiers: held = {} } = fields;
  if (action !== 'start' || running.get(runningKey(code, subject)) !== t_ms) return false;
  return protocol.modifiers.some(
    ({ id, ask }) => ask === 'start' && held[id] !== undefined && String(held[id]) !== String(modifiers[id]),
  );
}

/** The latest start of a state; null if there is none. */
function findStart(recording: Recording, code: string, subject?: string): Id | null {
  for (let link = recording.items; link !== null; link = link.before) {
    const { fields, record } = link.item;
    const isStart = fields.action === 'start' && fields.retracted !== true;
    if (isStart && fields.code === code && fields.subject === subject) return record;
  }
  return null;
}

/** Whether a code has details that can be given: modifiers, and of a head count its number. */
export function hasDetails({ protocol }: Recording, code: string): boolean {
  const isCounted = protocol.sampling.method === 'sweep' && protocol.seatmap === undefined;
  return isCounted || (findCode(protocol, code)?.modifiers?.length ?? 0) > 0;
}
