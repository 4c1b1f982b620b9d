/** What taking in a file of standards comes to: what is new, worded anew, the same, and no longer in its lists. */
import type { Id, Shown, StandardFields } from '../types';
import { keyOf, type Reading, type Standard } from './read';

export type Change = { readonly record: Id; readonly fields: Partial<StandardFields> };
export type Intake = {
  readonly fresh: readonly Standard[];
  readonly changed: readonly Change[];
  readonly same: number;
  /** Records of the file's lists that it does not have. Whether they are retired is asked: the file may be a part. */
  readonly missing: readonly Id[];
};

/** Compares by list and code. What a file does not say of a standard stays; one that was retired is offered again. */
export function planIntake(
  held: readonly Shown<StandardFields>[],
  { standards, refused }: Pick<Reading, 'standards' | 'refused'>,
): Intake {
  const known = new Map(held.map((row) => [keyOf(row.fields), row]));
  const fresh = standards.filter((one) => !known.has(keyOf(one)));
  const changed = standards.flatMap((one): Change[] => {
    const row = known.get(keyOf(one));
    if (row === undefined) return [];
    const fields = compare(row.fields, one);
    return Object.keys(fields).length === 0 ? [] : [{ record: row.record, fields }];
  });
  const lists = new Set(standards.map(({ list }) => list));
  const there = new Set([...standards, ...refused].map(keyOf));
  const missing = held.filter(
    (row) => lists.has(row.fields.list) && !there.has(keyOf(row.fields)) && row.fields.retired !== true,
  );
  const same = standards.length - fresh.length - changed.length;
  return { fresh, changed, same, missing: missing.map(({ record }) => record) };
}

function compare(held: StandardFields, found: Standard): Partial<StandardFields> {
  const said = Object.entries(found).filter(([name, text]) => held[name as keyof Standard] !== text);
  return { ...Object.fromEntries(said), ...(held.retired === true ? { retired: false } : {}) };
}
