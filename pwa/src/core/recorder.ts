/** Recording a lesson: (recording, action) → recording and what to save. Pure; a tap costs the same at any length. */
import type { LiveItem } from './live';
import { addItem, runningKey, stopAll, takesTime } from './live';
import { findCode, secondTapOf } from './protocol';
import type { Done, Recording } from './recording';
import { findItem, hasEnded, intervalNow, isPaused, relive, rememberItem, replaceItem, scopeOf } from './recording';
import type { Draft, EvidenceFields, Id, ObservationFields, Pause } from './types';

export type { Done, Recording } from './recording';
export { hasEnded, initialCodes, intervalNow, isPaused, itemsOf, startRecording } from './recording';

/** What a person or the clock does. `id` names the new item; times are milliseconds of the lesson. */
export type Action =
  | {
      readonly do: 'tap';
      readonly id: Id;
      readonly code: string;
      readonly t_ms: number;
      readonly modifiers?: EvidenceFields['modifiers'];
      readonly subject?: string;
      /** Of an interval protocol: marks this interval instead of the one that runs. */
      readonly interval?: number;
    }
  | {
      readonly do: 'note';
      readonly id: Id;
      /** Of the first keystroke. */
      readonly t_ms: number;
      readonly text: string;
      readonly speaker?: string;
      readonly code?: string;
    }
  | { readonly do: 'pause'; readonly t_ms: number; readonly why: Pause['why'] }
  | { readonly do: 'resume'; readonly t_ms: number }
  | { readonly do: 'gap'; readonly from_ms: number; readonly to_ms: number; readonly why: Pause['why'] }
  | { readonly do: 'end'; readonly t_ms: number }
  | { readonly do: 'edit'; readonly record: Id; readonly fields: Partial<EvidenceFields> }
  | { readonly do: 'retract'; readonly record: Id }
  | { readonly do: 'undo' };

export type Applied = { readonly recording: Recording; readonly drafts: readonly Draft[] };

/** Applies an action. No drafts means that nothing happened: a second tap that the protocol ignores. */
export function applyAction(recording: Recording, action: Action): Applied {
  switch (action.do) {
    case 'tap':
      return applyTap(recording, action);
    case 'note': {
      const { id, t_ms, text, speaker, code } = action;
      const about = { ...(speaker === undefined ? {} : { speaker }), ...(code === undefined ? {} : { code }) };
      return addNew(recording, id, { t_ms, action: 'note', note: text, ...about });
    }
    case 'pause':
      return isPaused(recording) ? nothing(recording) : addPause(recording, { from_ms: action.t_ms, why: action.why });
    case 'resume':
      return applyResume(recording, action.t_ms);
    case 'gap':
      return addPause(recording, { from_ms: action.from_ms, to_ms: action.to_ms, why: action.why });
    case 'end':
      return applyEnd(recording, action.t_ms);
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

type TapAction = Extract<Action, { do: 'tap' }>;

function applyTap(recording: Recording, action: TapAction): Applied {
  const code = findCode(recording.protocol, action.code);
  if (code === undefined) return nothing(recording);
  const { t_ms, modifiers, subject } = action;
  const details = {
    code: code.id,
    ...(modifiers === undefined ? {} : { modifiers }),
    ...(subject === undefined ? {} : { subject }),
  };
  if (recording.protocol.sampling.method === 'interval') return applyMark(recording, action, details);
  if (code.kind === 'event') return addNew(recording, action.id, { t_ms, action: 'tap', ...details });
  if (!recording.running.has(runningKey(code.id, subject))) {
    return addNew(recording, action.id, { t_ms, action: 'start', ...details });
  }
  const second = secondTapOf(recording.protocol, code);
  if (second === 'ignore') return nothing(recording);
  return addNew(recording, action.id, { t_ms, action: second === 'stop' ? 'stop' : 'start', ...details });
}

type Details = Pick<EvidenceFields, 'modifiers' | 'subject'> & { readonly code: string };

/** A second tap in one interval takes the mark away again. */
function applyMark(recording: Recording, action: TapAction, details: Details): Applied {
  const { interval, t_ms } = action;
  const held = interval === undefined ? intervalNow(recording, t_ms)?.codes : recording.marks.get(interval);
  const marked = held?.get(details.code);
  if (marked !== undefined) {
    return editItem(recording, marked, { fields: { retracted: true }, what: 'retract' });
  }
  const where = interval === undefined ? {} : { interval };
  return addNew(recording, action.id, { t_ms, action: 'mark', ...details, ...where });
}

function addNew(recording: Recording, id: Id, fields: EvidenceFields): Applied {
  const item = { record: id, rev: null, fields };
  return {
    recording: {
      ...addItem(recording.protocol, recording, item),
      items: { item, before: recording.items },
      last: rememberItem(recording.last, item),
    },
    drafts: [{ id, record: id, kind: 'evidence', scope: scopeOf(recording), base: null, fields }],
  };
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

type Edit = { readonly fields: Partial<EvidenceFields>; readonly what: 'edit' | 'retract' };

function editItem(recording: Recording, record: Id, { fields, what }: Edit): Applied {
  const found = findItem(recording, record);
  if (found === null) return nothing(recording);
  const was = previous({ retracted: false, ...found.fields }, fields);
  const { code = null, t_ms } = found.fields;
  const changed = replaceItem(recording, { ...found, fields: { ...found.fields, ...fields } });
  return {
    recording: { ...changed, last: { what, record, code, t_ms, was, before: recording.last } },
    drafts: [makeEdit(recording, found, fields)],
  };
}

/** Takes back the last thing done: a new item is retracted, an edit gets its old values again. */
function applyUndo(recording: Recording): Applied {
  const { last } = recording;
  if (last === null) return nothing(recording);
  const undone = last.record === null ? undoObservation(recording, last) : undoItem(recording, last, last.record);
  return { ...undone, recording: { ...undone.recording, last: last.before } };
}

function undoItem(recording: Recording, last: Done, record: Id): Applied {
  const found = findItem(recording, record);
  if (found === null) return nothing(recording);
  const fields = last.was as Partial<EvidenceFields>;
  const changed = replaceItem(recording, { ...found, fields: { ...found.fields, ...fields } });
  return { recording: changed, drafts: [makeEdit(recording, found, fields)] };
}

function undoObservation(recording: Recording, last: Done): Applied {
  const applied = editObservation(recording, last.was as Partial<ObservationFields>, last);
  return { ...applied, recording: relive(applied.recording) };
}

function makeEdit(recording: Recording, item: LiveItem, fields: Partial<EvidenceFields>): Draft {
  return { record: item.record, kind: 'evidence', scope: scopeOf(recording), base: item.rev, fields };
}

/** What the named fields hold now; null for those that are absent, so that an undo clears them. */
function previous<F extends object>(held: F, named: Partial<F>): Partial<F> {
  const names = Object.keys(named) as (keyof F)[];
  return Object.fromEntries(names.map((name) => [name, held[name] ?? null])) as Partial<F>;
}

function nothing(recording: Recording): Applied {
  return { recording, drafts: [] };
}

function assertNever(action: never): never {
  throw new TypeError(`not an action: ${JSON.stringify(action)}`);
}
