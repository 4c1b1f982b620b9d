/** What the page of standards says of lists. */
import type { Standard } from '../../../core/standards/read';
import type { Shown, StandardFields } from '../../../core/types';

export type Counted = { readonly list: string; readonly offered: number; readonly retired: number };

/** Each list by its name, with how many of its standards are offered and how many are not. */
export function countLists(held: readonly Shown<StandardFields>[]): readonly Counted[] {
  const counts = new Map<string, Counted>();
  for (const { fields } of held) {
    const { list } = fields;
    const { offered, retired } = counts.get(list) ?? { offered: 0, retired: 0 };
    const isRetired = fields.retired === true;
    counts.set(list, { list, offered: offered + (isRetired ? 0 : 1), retired: retired + (isRetired ? 1 : 0) });
  }
  return [...counts.values()].sort((one, other) => one.list.localeCompare(other.list));
}

/** The lists of a file, each once. */
export function nameLists(standards: readonly Standard[]): string {
  return [...new Set(standards.map(({ list }) => list))].join(', ');
}
