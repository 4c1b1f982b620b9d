/** What a touch on the pad means in actions of the recorder. */
import { findCode, isExclusive } from '../../core/protocol';
import type { Action, Applied, Recording } from '../../core/recorder';
import { applyAction, intervalNow } from '../../core/recorder';
import type { Id } from '../../core/types';

export type Tap = { readonly id: Id; readonly code: string; readonly t_ms: number; readonly late: boolean };

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

/** A tap; `late` marks the interval before. In an exclusive lane of intervals a mark takes the place of the other. */
export function tapActions(recording: Recording, { id, code, t_ms, late }: Tap): readonly Action[] {
  const now = intervalNow(recording, t_ms);
  if (now === null) return [{ do: 'tap', id, code, t_ms }];
  const interval = late && now.index > 0 ? now.index - 1 : now.index;
  const where = interval === now.index ? {} : { interval };
  return [...clearLane(recording, code, interval), { do: 'tap', id, code, t_ms, ...where }];
}

function clearLane({ protocol, marks }: Recording, id: string, interval: number): readonly Action[] {
  const code = findCode(protocol, id);
  if (code === undefined || !isExclusive(protocol, code)) return [];
  return [...(marks.get(interval) ?? [])]
    .filter(([other]) => other !== id && findCode(protocol, other)?.group === code.group)
    .map(([, record]) => ({ do: 'retract', record }) as const);
}

/** Whether a code has details that can be given. */
export function hasDetails({ protocol }: Recording, code: string): boolean {
  return (findCode(protocol, code)?.modifiers?.length ?? 0) > 0;
}
