/** What is true of the fields of a kind, and the limits that are checked when a change is recorded. */
import { refuse } from './problem';
import type { Fields, Kind } from './types';

/** The form of each kind that this app writes and understands. */
export const FORM = 1;

/** Longest text in UTF-8 bytes, and largest change. */
export const LONGEST_TEXT = 64 * 1024;
export const LARGEST_CHANGE = 256 * 1024;

const PROSE: Readonly<Record<Kind, readonly string[]>> = {
  protocol: [],
  school: [],
  person: [],
  cycle: ['learning_target', 'success_criteria'],
  goal: ['strategy', 'text'],
  conference: ['notes'],
  next_step: ['strategy', 'support'],
  prediction: ['text'],
  reflection: ['text'],
  observation: ['title', 'context_notes'],
  evidence: ['note'],
  attachment: ['caption'],
  activity: ['note'],
  private_note: ['text'],
  template: [],
  standard: [],
  consent: [],
  membership: [],
};

/** Whether differing texts of a field are all kept until somebody settles them. */
export function isProse(kind: Kind, field: string): boolean {
  return (PROSE[kind] ?? []).includes(field);
}

/** Whether this app knows the kind and form of a row well enough to edit it. */
export function isKnown(row: { readonly kind: string; readonly v: number }): boolean {
  return row.kind in PROSE && row.v <= FORM;
}

/**
 * Gives the fields as they may be stored: well-formed text without NUL.
 * Raises `text_too_long` above 64 KiB in one text and `change_too_large` above 256 KiB.
 */
export function cleanFields(fields: Fields): Fields {
  const clean = cleanValue(fields) as Fields;
  const size = JSON.stringify(clean).length * 3;
  if (size > LARGEST_CHANGE && sizeOf(JSON.stringify(clean)) > LARGEST_CHANGE) {
    throw refuse('change_too_large', 'This entry is larger than 256 KiB.');
  }
  return clean;
}

function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(cleanValue);
  const entries = Object.entries(value).filter(([, held]) => held !== undefined);
  return Object.fromEntries(entries.map(([name, held]) => [cleanText(name), cleanValue(held)]));
}

function cleanText(text: string): string {
  if (text.length * 3 > LONGEST_TEXT && sizeOf(text) > LONGEST_TEXT) {
    throw refuse('text_too_long', 'This text is longer than 64 KiB.');
  }
  // A lone surrogate or a NUL cannot be stored by every database; U+FFFD says that something stood there.
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|\0/g, '\uFFFD');
}

function sizeOf(text: string): number {
  return new TextEncoder().encode(text).length;
}
