/** The shared examples of `tests/vectors` for the tests of this folder: reading them, and comparing what must stand. */
import { expect } from 'vitest';
import type { Protocol } from './protocol';
import type { Item } from './timeline';
import type { EvidenceFields } from './types';

type Row = readonly [record: string, t_ms: number, action: string, code?: string | null, more?: object];

const LISTS = [
  'groups', 'codes', 'modifiers', 'subjects', 'timers', 'scales', 'items', 'context', 'exclude', 'segments', 'measures', 'displays',
  'prompts',
]; // prettier-ignore

/** Fill in the lists that an example leaves out. */
export function complete(protocol: object): Protocol {
  const lists = Object.fromEntries(LISTS.map((name) => [name, []]));
  return { ...lists, id: 'example', version: 1, ...protocol } as unknown as Protocol;
}

/** Read rows of record, moment, action, code and further fields. */
export function readItems(rows: readonly unknown[]): readonly Item[] {
  return (rows as readonly Row[]).map(([record, t_ms, action, code, more]) => ({
    record,
    fields: { t_ms, action, ...(code ? { code } : {}), ...more } as EvidenceFields,
  }));
}

/** Check that all of an expected value stands in a found one: of objects the named members, of lists every row. */
export function expectStands(found: unknown, expected: unknown, where = ''): void {
  if (typeof expected === 'number' && typeof found === 'number') {
    expect(Math.abs(found - expected), `${where}: ${found} instead of ${expected}`).toBeLessThanOrEqual(
      1e-9 * Math.max(1, Math.abs(expected)),
    );
    return;
  }
  if (expected === null || typeof expected !== 'object') {
    expect(found, where).toEqual(expected);
    return;
  }
  if (Array.isArray(expected)) expect(found, where).toHaveLength(expected.length);
  else if (Object.keys(expected).length === 0 && where) expect(found, where).toEqual(expected);
  const members = found as Readonly<Record<string, unknown>>;
  for (const [name, value] of Object.entries(expected)) expectStands(members[name], value, `${where}.${name}`);
}
