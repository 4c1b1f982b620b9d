/** Recording a lesson: (recording, action) → recording and what to save. Pure; a tap costs the same at any length. */
import { applyAnswer, applyCount, applyLink, applyRelease, applyTap } from './captures';
import type { Answer, Count, Link, Release, Tap } from './captures';
import { stopAll, takesTime } from './live';
import type { Done, Recording } from './recording';
import { hasEnded, isPaused, relive, scopeOf } from './recording';
import type { Applied } from './steps';
import { addNew, editItem, nothing, previous, undoItem } from './steps';
import type { EvidenceEdit, Fields, Id, ObservationFields, Pause } from './types';

export type { Done, Recording } from './recording';
export type { Applied } from './steps';
export { hasEnded, initialCodes, intervalNow, isPaused, itemsOf, openSweep, startRecording } from './recording';

/** What a person or the clock does. `id` names the new item; times are milliseconds of the lesson. */
export type Action =
  | ({ readonly do: 'tap' } & Tap)
  /** A button that was held down is let go: the state that its press started stops. */
  | ({ readonly do: 'release' } & Release)
  /** How many people have a code in the open sweep. */
  | ({ readonly do: 'count' } & Count)
  | ({ readonly do: 'link' } & Link)
  /** A rating or a check. */
  | ({ readonly do: 'answer' } & Answer)
  | {
      readonly do: 'note';
      readonly id: Id;
      /** Of the first keystroke. */
      readonly t_ms: number;
      readonly text: string;
      readonly speaker?: string;
      readonly code?: string;
    }
  /** Marks a moment to come back to. */
  | { readonly do: 'star'; readonly id: Id; readonly t_ms: number }
  | { readonly do: 'pause'; readonly t_ms: number; readonly why: Pause['why'] }
  | { readonly do: 'resume'; readonly t_ms: number }
  | { readonly do: 'gap'; readonly from_ms: number; readonly to_ms: number; readonly why: Pause['why'] }
  | { readonly do: 'end'; readonly t_ms: number }
  /** A lesson that was ended goes on; the time in between is the clock's to tell. */
  | { readonly do: 'reopen'; readonly t_ms: number }
  /** Set afterwards: what was observed began later than the recording, or ended earlier. */
  | { readonly do: 'trim'; readonly from_ms: number; readonly until_ms: number }
  /** Facts about the lesson, by the id of their field. */
  | { readonly do: 'context'; readonly t_ms: number; readonly context: Fields }
  /** How the room stands. */
  | { readonly do: 'arrange'; readonly t_ms: number; readonly seatmap: NonNullable<ObservationFields['seatmap']> }
  | { readonly do: 'edit'; readonly record: Id; readonly fields: EvidenceEdit }
  | { readonly do: 'retract'; readonly record: Id }
  | { readonly do: 'undo' };

/** Applies an action. No drafts means that nothing happened: a second tap that the protocol ignores. */
export function applyAction(recording: Recording, action: Action): Applied {
  switch (action.do) {
    case 'tap':
      return applyTap(recording, action);
    case 'release':
      return applyRelease(recording, action);
    case 'count':
      return applyCount(recording, action);
    case 'link':
      return applyLink(recording, action);
    case 'answer':
      return applyAnswer(recording, action);
    case 'note': {
      const { id, t_ms, text, speaker, code } = action;
      const about = { ...(speaker === undefined ? {} : { speaker }), ...(code === undefined ? {} : { code }) };
      return addNew(recording, id, { t_ms, action: 'note', note: text, ...about });
    }
    case 'star':
      return addNew(recording, action.id, { t_ms: action.t_ms, action: 'note', starred: true });
    case 'pause':
      return isPaused(recording) ? nothing(recording) : addPause(recording, { from_ms: action.t_ms, why: action.why });
    case 'resume':
      return applyResume(recording, action.t_ms);
    case 'gap':
      return addPause(recording, { from_ms: action.from_ms, to_ms: action.to_ms, why: action.why });
    case 'end':
      return applyEnd(recording, action.t_ms);
    case 'reopen':
      return hasEnded(recording)
        ? editObservation(recording, { ended_ms: null }, { what: 'reopen', t_ms: action.t_ms })
        : nothing(recording);
    case 'trim':
      return applyTrim(recording, action.from_ms, action.until_ms);
    case 'context':
      return editObservation(recording, { context: action.context }, { what: 'context', t_ms: action.t_ms });
    case 'arrange':
      return editObservation(recording, { seatmap: action.seatmap }, { what: 'arrange', t_ms: action.t_ms });
    case 'edit':
      return editItem(recording, action.record, { fields: action.fields, what: 'edit' });
    case 'retract':
      return editItem(recording, action.record, { fields: { retracted: true }, what: 'retract' });
    case 'undo':
      return applyUndo(recording);
    default:
      return assertNever(action);
  }
}

function addPause(recording: Recording, pause: Pause): Applied {
  const pauses = recording.observation.fields.pauses ?? [];
  const what = (pause.to_ms ?? null) === null ? 'pause' : 'gap';
  const applied = editObservation(recording, { pauses: [...pauses, pause] }, { what, t_ms: pause.from_ms });
  if (!takesTime(pause)) return applied;
  return { ...applied, recording: stopAll(applied.recording) };
}

function applyResume(recording: Recording, t_ms: number): Applied {
  if (!isPaused(recording)) return nothing(recording);
  return editObservation(recording, { pauses: closedPauses(recording, t_ms) }, { what: 'resume', t_ms });
}

function applyEnd(recording: Recording, t_ms: number): Applied {
  if (hasEnded(recording)) return nothing(recording);
  const pauses = isPaused(recording) ? { pauses: closedPauses(recording, t_ms) } : {};
  const applied = editObservation(recording, { ended_ms: t_ms, ...pauses }, { what: 'end', t_ms });
  return { ...applied, recording: stopAll(applied.recording) };
}

/** The start stays where it was; what comes before the observed part is a stretch that was not observed. */
function applyTrim(recording: Recording, from_ms: number, until_ms: number): Applied {
  const held = observedPart(recording);
  if (!hasEnded(recording) || from_ms < 0 || from_ms >= until_ms) return nothing(recording);
  if (held.from_ms === from_ms && held.until_ms === until_ms) return nothing(recording);
  const others = (recording.observation.fields.pauses ?? []).filter((pause) => !isLateStart(pause));
  const late: readonly Pause[] = from_ms === 0 ? [] : [{ from_ms: 0, to_ms: from_ms, why: 'not_observed' }];
  const fields = { ended_ms: until_ms, pauses: [...late, ...others] };
  const applied = editObservation(recording, fields, { what: 'trim', t_ms: until_ms });
  return { ...applied, recording: relive(applied.recording) };
}

/** From when to when a lesson that has ended was observed, pauses aside. Milliseconds. */
export function observedPart({ observation: { fields } }: Recording): { from_ms: number; until_ms: number } {
  const late = (fields.pauses ?? []).find(isLateStart);
  return { from_ms: late?.to_ms ?? 0, until_ms: fields.ended_ms ?? 0 };
}

function isLateStart({ from_ms, to_ms, why }: Pause): boolean {
  return from_ms === 0 && why === 'not_observed' && typeof to_ms === 'number';
}

function closedPauses(recording: Recording, t_ms: number): readonly Pause[] {
  const pauses = recording.observation.fields.pauses ?? [];
  return pauses.map((pause) => ((pause.to_ms ?? null) === null ? { ...pause, to_ms: t_ms } : pause));
}

function editObservation(
  recording: Recording,
  fields: Partial<ObservationFields>,
  done: { readonly what: Done['what']; readonly t_ms: number },
): Applied {
  const { observation } = recording;
  const was = previous(observation.fields, fields);
  return {
    recording: {
      ...recording,
      observation: { ...observation, fields: { ...observation.fields, ...fields } },
      last: { ...done, record: null, code: null, was, before: recording.last },
    },
    drafts: [
      { record: observation.record, kind: 'observation', scope: scopeOf(recording), base: observation.rev, fields },
    ],
  };
}

/** Takes back the last thing done: a new item is retracted, an edit gets its old values again. */
function applyUndo(recording: Recording): Applied {
  const { last } = recording;
  if (last === null) return nothing(recording);
  const undone = last.record === null ? undoObservation(recording, last) : undoItem(recording, last, last.record);
  return { ...undone, recording: { ...undone.recording, last: last.before } };
}

function undoObservation(recording: Recording, last: Done): Applied {
  const applied = editObservation(recording, last.was as Partial<ObservationFields>, last);
  return { ...applied, recording: relive(applied.recording) };
}

function assertNever(action: never): never {
  throw new TypeError(`not an action: ${JSON.stringify(action)}`);
}
