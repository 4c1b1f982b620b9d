/** The list of evidence: its order, its filters and what an edit writes. */
import { findCode, findGroup, readText, shortOf, type Code, type Protocol } from '../../../core/protocol';
import { isMoment } from '../../../core/recording';
import { tagsOf } from '../../../core/script';
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
    short:
      code === undefined
        ? (fields.code ?? (isMoment(fields) ? t.lesson.pad.moment : t.lesson.pad.note))
        : shortOf(code, language),
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
      const option = [...(modifier?.options ?? []), ...protocol.subjects].find((each) => each.id === one);
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

/**
 * The codes that an item can be changed to, its own among them: of its kind, which is what its action says. None for
 * what has no code of its own; a look in a sweep and a link are made anew instead.
 */
export function findAlternatives(
  protocol: Protocol,
  { code: id = '', action, subject }: EvidenceFields,
): readonly Code[] {
  const code = findCode(protocol, id);
  if (code === undefined || !['tap', 'start', 'mark', 'note'].includes(action)) return [];
  if (action === 'note') return protocol.codes.filter((other) => tagsOf(protocol).includes(other.id));
  const isSeated = (other: Code): boolean => (other.subjects ?? []).length > 0;
  const isLike = (other: Code): boolean =>
    (action === 'mark' || other.kind === code.kind) && (subject === undefined || isSeated(other));
  return protocol.codes.filter((other) => other.id === id || isLike(other));
}
