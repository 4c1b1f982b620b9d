/** What a person does on the pad → items: a tap, a mark, a look in a sweep, an answer, a link from seat to seat. */
import { answerKey, findRated, segmentOf } from './answers';
import { intervalOf, runningKey } from './live';
import { endedBy, findCode, isExclusive, secondTapOf, trackOf } from './protocol';
import type { Code } from './protocol';
import type { Recording } from './recording';
import { openSweep } from './recording';
import type { Applied } from './steps';
import { addInstead, addNew, editItem, nothing } from './steps';
import { headsOf, rivalsOf as rivalsInSweep, sweepOf } from './sweeps';
import type { EvidenceFields, Id } from './types';

/** A capture; `id` names the new item, `t_ms` is its moment in the lesson. */
type New = { readonly id: Id; readonly code: string; readonly t_ms: number };

export type Tap = New & {
  readonly modifiers?: EvidenceFields['modifiers'];
  readonly subject?: string;
  /** Of an interval protocol: marks this interval instead of the one that runs. */
  readonly interval?: number;
};
export type Count = New & { readonly value: number };
export type Link = New & { readonly subject: string; readonly to_subject: string };
export type Answer = New & {
  /** The level; 1 seen, 0 not seen; null not applicable. */
  readonly value: number | null;
  /** Of what is answered once a segment; the segment that `t_ms` lies in when absent. */
  readonly segment?: number;
};
export type Release = New & { readonly subject?: string };

/** A key was tapped: what becomes of it is the protocol's matter. */
export function applyTap(recording: Recording, tap: Tap): Applied {
  const code = findCode(recording.protocol, tap.code);
  if (code === undefined) return nothing(recording);
  switch (recording.protocol.sampling.method) {
    case 'interval':
      return applyMark(recording, code, tap);
    case 'sweep':
      if (tap.subject === undefined && !isExclusive(recording.protocol, code)) return countOne(recording, tap);
      return lookOnce(recording, tap);
    case 'continuous':
      return code.kind === 'event' ? addTap(recording, tap, 'tap') : switchState(recording, code, tap);
  }
}

/** A button that was held down is let go. */
export function applyRelease(recording: Recording, release: Release): Applied {
  if (!recording.running.has(runningKey(release.code, release.subject))) return nothing(recording);
  return addTap(recording, release, 'stop');
}

/** Says how many people have a code in the open sweep. */
export function applyCount(recording: Recording, { id, code, t_ms, value }: Count): Applied {
  const found = findCode(recording.protocol, code);
  if (found === undefined || recording.protocol.sampling.method !== 'sweep') return nothing(recording);
  const open = inSweep(recording, t_ms);
  if (isExclusive(recording.protocol, found)) {
    const stands = sweepOf(open, open.sweep?.index ?? 0).heads.has(code);
    const isMeant = atLeastNone(value) > 0;
    return stands === isMeant ? nothing(open) : lookOnce(open, { id, code, t_ms });
  }
  const interval = open.sweep?.index ?? 0;
  const held = sweepOf(open, interval);
  const item = held.heads.get(code);
  if (item === undefined) {
    const modifiers = sharedModifiers(open, code);
    return addNew(open, id, { t_ms, action: 'sweep', code, interval, value: atLeastNone(value), ...modifiers });
  }
  const others = (held.codes.get(code) ?? 0) - headsOf(item);
  return editItem(open, item.record, { fields: { value: atLeastNone(value - others) }, what: 'edit' });
}

/** A turn from one seat to another. */
export function applyLink(recording: Recording, { id, code, t_ms, subject, to_subject }: Link): Applied {
  if (findCode(recording.protocol, code) === undefined || subject === to_subject) return nothing(recording);
  return addNew(recording, id, { t_ms, action: 'link', code, subject, to_subject });
}

/** An item is rated or checked; the same answer once more takes it away. */
export function applyAnswer(recording: Recording, { id, code, t_ms, value, segment }: Answer): Applied {
  const item = findRated(recording.protocol, code);
  if (item === undefined) return nothing(recording);
  const where = segmentOf(recording.protocol, { t_ms, action: 'rate', code, ...asInterval(segment) });
  const held = recording.answers.get(answerKey(code, where));
  if (held !== undefined && (held.fields.value ?? null) === value) return retract(recording, held.record);
  const action = item.kind === 'check' ? 'check' : 'rate';
  const fields: EvidenceFields = { t_ms, action, code, value, ...asInterval(where ?? undefined) };
  return addInstead(recording, { id, fields }, held === undefined ? [] : [held.record]);
}

function asInterval(interval: number | undefined): Pick<EvidenceFields, 'interval'> {
  return interval === undefined ? {} : { interval };
}

function switchState(recording: Recording, code: Code, tap: Tap): Applied {
  if (!recording.running.has(runningKey(code.id, tap.subject))) return addTap(recording, tap, 'start');
  // The state goes on in another manner: its next start ends the span that runs.
  if (tap.modifiers !== undefined) return addTap(recording, tap, 'start');
  const second = secondTapOf(recording.protocol, code);
  if (second === 'ignore') return nothing(recording);
  return addTap(recording, tap, second === 'stop' ? 'stop' : 'start');
}

/** A second tap in one interval takes the mark away again; in an exclusive lane another mark takes its place. */
function applyMark(recording: Recording, code: Code, tap: Tap): Applied {
  const fields = makeFields(tap, 'mark');
  const held = recording.marks.get(intervalOf(recording.protocol, fields)) ?? new Map<string, Id>();
  const marked = held.get(code.id);
  if (marked !== undefined) return retract(recording, marked);
  const replaced = [...rivalsOf(recording, code)].flatMap((rival) => held.get(rival) ?? []);
  return addInstead(recording, { id: tap.id, fields }, replaced);
}

function rivalsOf({ protocol }: Recording, code: Code): readonly string[] {
  if (!isExclusive(protocol, code)) return [...endedBy(protocol, code)];
  const track = trackOf(protocol, code);
  const isRival = (other: Code): boolean =>
    other.id !== code.id && isExclusive(protocol, other) && trackOf(protocol, other) === track;
  return [...new Set([...endedBy(protocol, code), ...protocol.codes.filter(isRival).map((other) => other.id)])];
}

/** Heads are counted by taps: each one more. */
function countOne(recording: Recording, tap: Tap): Applied {
  const open = inSweep(recording, tap.t_ms);
  const held = sweepOf(open, open.sweep?.index ?? 0).codes.get(tap.code) ?? 0;
  return applyCount(open, { ...tap, value: held + 1 });
}

/** Takes the place of what was seen at the seat, or in the exclusive lane, in this sweep; the same again takes it away. */
function lookOnce(recording: Recording, tap: Tap): Applied {
  const open = inSweep(recording, tap.t_ms);
  const interval = open.sweep?.index ?? 0;
  const fields = { ...makeFields(tap, 'sweep'), interval };
  const held = rivalsInSweep(open.protocol, sweepOf(open, interval), { fields });
  const same = held.find((item) => item.fields.code === tap.code);
  if (same !== undefined) return retract(open, same.record);
  return addInstead(
    open,
    { id: tap.id, fields },
    held.map((item) => item.record),
  );
}

/** The first look begins the first sweep. */
function inSweep(recording: Recording, t_ms: number): Recording {
  return recording.sweep === null ? openSweep(recording, t_ms) : recording;
}

/** A detail that every code of a sweep protocol asks is one of the sweep: it goes with its later looks too. */
function sharedModifiers(recording: Recording, code: string): Pick<EvidenceFields, 'modifiers'> {
  const { codes, modifiers } = recording.protocol;
  const shared = modifiers.filter(
    ({ id, ask }) => ask === 'start' && codes.every((each) => each.modifiers?.includes(id)),
  );
  if (shared.length === 0 || findCode(recording.protocol, code) === undefined) return {};
  const heads = [...sweepOf(recording, recording.sweep?.index ?? 0).heads.values()];
  const given = shared.flatMap(({ id }) => {
    const value = heads.map((item) => item.fields.modifiers?.[id]).findLast((each) => each !== undefined);
    return value === undefined ? [] : [[id, value] as const];
  });
  return given.length === 0 ? {} : { modifiers: Object.fromEntries(given) };
}

function addTap(recording: Recording, tap: Tap, action: 'tap' | 'start' | 'stop'): Applied {
  const { interval: _, ...rest } = tap;
  return addNew(recording, tap.id, makeFields(rest, action));
}

function makeFields(
  { code, t_ms, modifiers, subject, interval }: Tap,
  action: EvidenceFields['action'],
): EvidenceFields {
  return {
    t_ms,
    action,
    code,
    ...(modifiers === undefined ? {} : { modifiers }),
    ...(subject === undefined ? {} : { subject }),
    ...asInterval(interval),
  };
}

function retract(recording: Recording, record: Id): Applied {
  return editItem(recording, record, { fields: { retracted: true }, what: 'retract' });
}

function atLeastNone(value: number): number {
  return Math.max(0, Math.round(value));
}
