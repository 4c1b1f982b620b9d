/** What a review is made of, and what its charts have in common. */
import type { Measures } from '../../../core/measures';
import { codesOf, findCode, readText, shortOf, type Code, type Protocol } from '../../../core/protocol';
import type { Room } from '../../../core/room';
import type { Timeline } from '../../../core/timeline';
import type { BarRow } from '../../parts/bars';
import type { Cell, Column } from '../../parts/table';
import type { Text } from '../../text';
import { colourOf } from '../lesson/lib';

export type Material = {
  readonly protocol: Protocol;
  readonly timeline: Timeline;
  readonly measures: Measures;
  /** How the room stood; as the protocol offers it when absent. */
  readonly room?: Room | undefined;
  readonly language: string;
  readonly t: Text;
  /** The last visit to compare with: of the same teacher, with the same version, so that its numbers mean the same. */
  readonly before?: { readonly measures: Measures; readonly on: string } | undefined;
};

/** A chart with everything that says the same in words and rows. */
export type Chart = {
  readonly says: string;
  readonly rule: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
};

/** How many things the sentence of a chart names. */
export const SAID = 3;

/** Codes that have something to show, lane by lane. */
export function usedCodes({ protocol, measures }: Material): readonly Code[] {
  return protocol.groups
    .flatMap((group) => codesOf(protocol, group.id))
    .filter((code) => {
      const figures = measures.codes[code.id];
      return (figures?.count ?? 0) > 0 || (figures?.seconds ?? 0) > 0 || (figures?.intervals ?? 0) > 0;
    });
}

/** `LT Lecturer talk`; of a rated or checked item `1.1 …`. */
export function nameCode({ protocol, language }: Material, id: string): string {
  const code = findCode(protocol, id);
  if (code !== undefined) return `${shortOf(code, language)} ${readText(code.label, language)}`;
  const item = protocol.items.find((one) => one.id === id);
  return item === undefined ? id : `${id} ${readText(item.label, language)}`;
}

/** What stands at the left of a bar. */
export function faceOf(
  { protocol, language }: Material,
  code: Code,
): Pick<BarRow, 'id' | 'short' | 'label' | 'colour'> {
  return {
    id: code.id,
    short: shortOf(code, language),
    label: readText(code.label, language),
    colour: colourOf(protocol, code.group),
  };
}
