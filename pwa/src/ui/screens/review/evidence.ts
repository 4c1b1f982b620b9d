/** The list of evidence: its order, its filters and what an edit writes. */
import { findCode, findGroup, readText, shortOf, type Protocol } from '../../../core/protocol';
import type { EvidenceFields, Shown } from '../../../core/types';
import type { Text } from '../../text';
import { colourOf } from '../lesson/lib';

export type Item = Shown<EvidenceFields>;

export type Filter = {
  readonly code: string | null;
  readonly group: string | null;
  readonly notes: boolean;
  readonly starred: boolean;
  readonly retracted: boolean;
};

export const EVERYTHING: Filter = { code: null, group: null, notes: false, starred: false, retracted: false };

/** In the order of the lesson; of one moment in the order of recording. */
export function orderEvidence(evidence: readonly Item[]): readonly Item[] {
  return [...evidence].sort(
    (one, other) => one.fields.t_ms - other.fields.t_ms || (one.record < other.record ? -1 : 1),
  );
}

export function filterEvidence(protocol: Protocol, evidence: readonly Item[], filter: Filter): readonly Item[] {
  return evidence.filter(({ fields }) => {
    if (fields.retracted === true && !filter.retracted) return false;
    if (filter.code !== null && fields.code !== filter.code) return false;
    if (filter.group !== null && findCode(protocol, fields.code ?? '')?.group !== filter.group) return false;
    if (filter.notes && (fields.note ?? '') === '') return false;
    return !filter.starred || fields.starred === true;
  });
}

export type EvidenceFace = {
  readonly short: string;
  readonly label: string;
  readonly group: string;
  readonly colour: string;
  readonly happened: string;
  readonly details: readonly string[];
};

/** What stands in a row of the list. */
export function faceItem(
  protocol: Protocol,
  { fields }: Item,
  { language, t }: { language: string; t: Text },
): EvidenceFace {
  const code = findCode(protocol, fields.code ?? '');
  const group = code === undefined ? undefined : findGroup(protocol, code.group);
  return {
    short: code === undefined ? (fields.code ?? t.lesson.pad.note) : shortOf(code),
    label: code === undefined ? '' : readText(code.label, language),
    group: group === undefined ? '' : readText(group.label, language),
    colour: code === undefined ? 'slate' : colourOf(protocol, code.group),
    happened: fields.code === undefined ? '' : t.lesson.review.action[fields.action],
    details: writeDetails(protocol, fields, language),
  };
}

/** The details of an item in words, such as `Level apply`. */
export function writeDetails(
  protocol: Protocol,
  fields: Pick<EvidenceFields, 'modifiers'>,
  language: string,
): readonly string[] {
  return Object.entries(fields.modifiers ?? {}).map(([id, value]) => {
    const modifier = protocol.modifiers.find((one) => one.id === id);
    const given = (Array.isArray(value) ? value : [value]).map((one) => {
      const option = modifier?.options?.find((each) => each.id === one);
      return option === undefined ? String(one) : readText(option.label, language);
    });
    const label = modifier === undefined ? id : readText(modifier.label, language);
    return `${label} ${given.join(', ')}`;
  });
}

/** An item moved in time; never before the start of the lesson. Milliseconds. */
export function moveItem(fields: EvidenceFields, by_ms: number): Partial<EvidenceFields> {
  return { t_ms: Math.max(0, fields.t_ms + by_ms) };
}
