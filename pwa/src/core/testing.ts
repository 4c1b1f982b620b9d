/** Lessons for the tests of this folder: one of any library protocol, and steps on it. */
import library from '../generated/library.json';
import type { Protocol } from './protocol';
import type { Action, Recording } from './recorder';
import { applyAction, itemsOf, startRecording } from './recorder';
import type { EvidenceFields, ObservationFields, Shown } from './types';
import { complete } from './vectors';

export const OBSERVATION = '01980000-0000-7000-8000-0000000000ff';

function find(slug: string): Protocol {
  const known = library.find((one) => one.slug === slug);
  if (known === undefined) throw new Error(slug);
  return complete(known.body);
}

export function begin(slug: string, context: ObservationFields['context'] = {}): Recording {
  const fields: ObservationFields = {
    protocol: slug,
    protocol_version: 1,
    protocol_hash: '',
    teacher: '01980000-0000-7000-8000-0000000000fe',
    started_at: '2026-11-22T10:00:00.000Z',
    context,
  };
  return startRecording(find(slug), show(OBSERVATION, fields), []);
}

export function show<F>(record: string, fields: F): Shown<F> {
  const scope = `observation:${OBSERVATION}` as const;
  const sync = { rev: null, seq: null, versions: {}, pending: true, unsafe: false, readOnly: false };
  return { record, kind: 'evidence', scope, fields, ...sync };
}

let made = 0;
function nextId(): string {
  made += 1;
  return `01980000-0000-7000-8000-${made.toString(16).padStart(12, '0')}`;
}

/** An action without the id of the item that it makes. */
export type Step = Action extends infer One ? (One extends { id: string } ? Omit<One, 'id'> : One) : never;

export function act(recording: Recording, ...steps: readonly Step[]): Recording {
  return steps.reduce<Recording>(
    (held, step) => applyAction(held, { id: nextId(), ...step } as Action).recording,
    recording,
  );
}

export function stored(recording: Recording): readonly EvidenceFields[] {
  return itemsOf(recording)
    .map((item) => item.fields)
    .filter((fields) => fields.retracted !== true);
}

export function rows(recording: Recording): readonly Shown<EvidenceFields>[] {
  return itemsOf(recording).map((item) => show(item.record, item.fields));
}
