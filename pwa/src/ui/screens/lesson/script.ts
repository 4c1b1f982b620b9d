/** Scripted lines as the pad shows them. */
import { formatClock } from '../../../core/format';
import type { LiveItem } from '../../../core/live';
import { findCode, readText, shortOf, type Protocol } from '../../../core/protocol';
import { tagsOf } from '../../../core/script';
import type { Id } from '../../../core/types';
import { colourOf } from './lib';

export type LineRow = {
  readonly record: Id;
  readonly time: string;
  readonly speaker: string;
  readonly text: string;
  /** What stands on its tag; empty while it has none. */
  readonly tag: string;
  readonly colour: string;
};

export type TagFace = {
  readonly code: string;
  readonly short: string;
  readonly label: string;
  readonly colour: string;
};

/** The last lines in the order in which they were written. */
export function makeLines(protocol: Protocol, latest: readonly LiveItem[], language: string): readonly LineRow[] {
  return latest
    .filter(({ fields }) => fields.action === 'note' && (fields.note ?? '') !== '')
    .map(({ record, fields }) => {
      const code = fields.code === undefined ? undefined : findCode(protocol, fields.code);
      return {
        record,
        time: formatClock(fields.t_ms),
        speaker: fields.speaker ?? '',
        text: fields.note ?? '',
        tag: code === undefined ? '' : shortOf(code, language),
        colour: code === undefined ? 'slate' : colourOf(protocol, code.group),
      };
    })
    .reverse();
}

export function makeTags(protocol: Protocol, language: string): readonly TagFace[] {
  return tagsOf(protocol).flatMap((id) => {
    const code = findCode(protocol, id);
    if (code === undefined) return [];
    const [short, label] = [shortOf(code, language), readText(code.label, language)];
    return [{ code: id, short, label, colour: colourOf(protocol, code.group) }];
  });
}
