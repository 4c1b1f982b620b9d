/** What was left for later: details that nobody gave, lines without a tag, ratings without what shows them. */
import { findRated, findScale } from './answers';
import type { LiveItem } from './live';
import { findCode } from './protocol';
import type { Protocol } from './protocol';
import { tagsOf } from './script';
import type { EvidenceFields } from './types';

export type Left = {
  /** Modifiers of its code that have no value yet. */
  readonly modifiers: readonly string[];
  /** A line that could carry a tag and has none. */
  readonly tag: boolean;
  /** A rating whose scale asks what shows it. */
  readonly evidence: boolean;
};

type Row = Pick<LiveItem, 'record' | 'fields'>;

/** The items of which something was left, in the order of the lesson. */
export function findLeft<Item extends Row>(protocol: Protocol, items: readonly Item[]): readonly Item[] {
  const open = items.filter(({ fields }) => isLeft(leftOf(protocol, fields)));
  return open.sort((one, other) => one.fields.t_ms - other.fields.t_ms || (one.record < other.record ? -1 : 1));
}

/** What an item still has room for; of a retracted one nothing. */
export function leftOf(protocol: Protocol, fields: EvidenceFields): Left {
  if (fields.retracted === true) return { modifiers: [], tag: false, evidence: false };
  return {
    modifiers: openModifiers(protocol, fields),
    tag: isUntagged(protocol, fields),
    evidence: isBare(protocol, fields),
  };
}

export function isLeft({ modifiers, tag, evidence }: Left): boolean {
  return modifiers.length > 0 || tag || evidence;
}

/** The modifiers that a code offers, in the order of the protocol. */
export function modifiersOf(protocol: Protocol, code: string): Protocol['modifiers'] {
  const wanted = findCode(protocol, code)?.modifiers ?? [];
  return protocol.modifiers.filter(
    ({ id, kind }) => wanted.includes(id) && (kind !== 'subject' || protocol.subjects.length > 0),
  );
}

/** What a stop says was said at its start; nobody asks what those were doing of whom there were none. */
function openModifiers(protocol: Protocol, { code, action, modifiers = {}, value }: EvidenceFields): readonly string[] {
  if (code === undefined || action === 'stop' || (action === 'sweep' && value === 0)) return [];
  return modifiersOf(protocol, code)
    .map(({ id }) => id)
    .filter((id) => isOpen(modifiers[id]));
}

function isOpen(given: unknown): boolean {
  return given === undefined || given === null || (Array.isArray(given) && given.length === 0);
}

function isUntagged(protocol: Protocol, { action, code, note = '' }: EvidenceFields): boolean {
  return action === 'note' && code === undefined && note !== '' && tagsOf(protocol).length > 0;
}

function isBare(protocol: Protocol, { action, code = '', note = '', value }: EvidenceFields): boolean {
  const item = action === 'rate' || action === 'check' ? findRated(protocol, code) : undefined;
  if (item === undefined || note !== '' || value === undefined || value === null) return false;
  return (findScale(protocol, item)?.evidence ?? 'none') !== 'none';
}
