/** What taking in a list of standards comes to: what is new, what says something else than before, what is the same. */
import type { Id, Shown, StandardFields } from '../types';
import { keyOf, type Standard } from './read';

export type Change = { readonly record: Id; readonly fields: Partial<StandardFields> };
export type Intake = {
  readonly fresh: readonly Standard[];
  readonly changed: readonly Change[];
  readonly same: number;
};

/** Compares by list and code. What a file does not say of a standard stays; one that was retired is offered again. */
export function planIntake(held: readonly Shown<StandardFields>[], found: readonly Standard[]): Intake {
  const known = new Map(held.map((row) => [keyOf(row.fields), row]));
  const fresh = found.filter((one) => !known.has(keyOf(one)));
  const changed = found.flatMap((one): Change[] => {
    const row = known.get(keyOf(one));
    if (row === undefined) return [];
    const fields = compare(row.fields, one);
    return Object.keys(fields).length === 0 ? [] : [{ record: row.record, fields }];
  });
  return { fresh, changed, same: found.length - fresh.length - changed.length };
}

function compare(held: StandardFields, found: Standard): Partial<StandardFields> {
  const said = Object.entries(found).filter(([name, text]) => held[name as keyof Standard] !== text);
  return { ...Object.fromEntries(said), ...(held.retired === true ? { retired: false } : {}) };
}
