import { describe, expect, test } from 'vitest';

import vectors from '../../../tests/vectors/merge.json';
import { overlayChanges } from './merge';
import type { Overlay } from './merge';
import type { Change, Fields, Kind, RecordRow, Shown, Version } from './types';

const ROW: RecordRow = {
  seq: 7,
  record: 'r',
  kind: 'evidence',
  v: 1,
  rev: 'rev-2',
  scope: 'observation:o',
  fields: { t_ms: 1, action: 'note', note: 'theirs', starred: true },
};

function own(fields: Change['fields'], more: Partial<Change> = {}): Overlay {
  const { record, kind, scope } = ROW;
  const change: Change = {
    id: 'mine',
    n: 1,
    record,
    kind,
    v: 1,
    op: 'put',
    scope,
    base: 'rev-2',
    at: 'now',
    fields,
    ...more,
  };
  return { change, by: 'alice', unsafe: false };
}

describe('own changes over a pulled row', () => {
  test('a row without own changes is shown as it is', () => {
    expect(overlayChanges(ROW, [])).toMatchObject({ rev: 'rev-2', seq: 7, fields: ROW.fields, pending: false });
  });

  test('absent fields are untouched, null clears, later changes win', () => {
    const shown = overlayChanges(ROW, [own({ t_ms: 2, starred: null }), own({ t_ms: 3 })]);
    expect(shown?.fields).toEqual({ t_ms: 3, action: 'note', note: 'theirs', starred: null });
    expect(shown?.pending).toBe(true);
  });

  test('the base of the next edit is the pulled revision, never an own unsent change', () => {
    expect(overlayChanges(ROW, [own({ t_ms: 2 })])?.rev).toBe('rev-2');
    expect(overlayChanges(null, [own({ t_ms: 2 })])?.rev).toBeNull();
  });

  test('an own delete hides the record, and an own put after it brings it back', () => {
    const remove = own({}, { op: 'delete' });
    expect(overlayChanges(ROW, [remove])).toBeNull();
    expect(overlayChanges(ROW, [remove, own({ t_ms: 9 })])?.fields).toMatchObject({ t_ms: 9 });
  });

  test('a record that the server deleted is not shown', () => {
    expect(overlayChanges({ ...ROW, deleted: true }, [])).toBeNull();
  });

  test('a kind or form of a later release is read-only', () => {
    expect(overlayChanges({ ...ROW, v: 2 }, [])?.readOnly).toBe(true);
    expect(overlayChanges(ROW, [])?.readOnly).toBe(false);
  });
});

describe('texts that were written without knowing of each other', () => {
  const versions = {
    note: [
      { rev: 'a', value: 'one', by: 'bob', at: '1' },
      { rev: 'b', value: 'two', by: 'carol', at: '2' },
    ],
  };
  const row: RecordRow = { ...ROW, versions };

  test('an own text that has seen them settles them', () => {
    const shown = overlayChanges(row, [own({ note: 'settled' })]);
    expect(shown?.versions).toEqual({});
    expect(shown?.fields['note']).toBe('settled');
  });

  test('an own text that has not stands beside them', () => {
    const shown = overlayChanges(row, [own({ note: 'three' }, { base: 'rev-1' })]);
    expect(shown?.versions['note']?.map((version) => version.value)).toEqual(['one', 'two', 'three']);
  });

  test('equal values are one version', () => {
    const shown = overlayChanges(row, [own({ note: 'two' }, { base: null })]);
    expect(shown?.versions['note']?.map((version) => [version.value, version.rev])).toEqual([
      ['one', 'a'],
      ['two', 'mine'],
    ]);
  });

  test('a field that is no text keeps no versions', () => {
    expect(overlayChanges(row, [own({ t_ms: 5 }, { base: null })])?.versions).toEqual(versions);
  });
});

type Step = readonly [id: string, by: string, n: number, base: string | null, at: string, fields: Fields | null];
type Said = readonly [rev: string, value: unknown, by: string, at: string];
type Stands = 'deleted' | { readonly fields: Fields; readonly versions?: Readonly<Record<string, readonly Said[]>> };
type Example = {
  readonly title: string;
  readonly kind: Kind;
  readonly history: readonly Step[];
  readonly versions?: Readonly<Record<string, readonly Said[]>>;
  readonly mine: readonly Step[];
  readonly office: Stands;
  readonly tablet?: Stands;
};

/** What the office gave last; examples in which fields of the history collide carry it in their versions. */
function rowOf({ history, kind, versions = {} }: Example): RecordRow | null {
  const last = history.at(-1);
  if (last === undefined) return null;
  const fields = Object.assign({}, ...history.map((step) => step[5])) as Fields;
  const kept = Object.entries(versions).map(([name, said]) => [name, said.map(toVersion)] as const);
  const deleted = last[5] === null ? { deleted: true } : {};
  const named = { record: 'c1', kind, scope: 'observation:o', v: 1, rev: last[0], seq: history.length } as const;
  return { ...named, fields, versions: Object.fromEntries(kept), ...deleted };
}

function toVersion([rev, value, by, at]: Said): Version {
  return { rev, value, by, at };
}

function layOver({ kind, history }: Example, [id, by, n, base, at, fields]: Step): Overlay {
  const record = history.length > 0 ? 'c1' : 'm1';
  const op = fields === null ? 'delete' : 'put';
  const named = { id, n, record, kind, v: 1, scope: 'observation:o', base, at } as const;
  return { change: { ...named, op, fields: fields ?? {} }, by, unsafe: false };
}

function stands(shown: Shown | null): Stands {
  if (shown === null) return 'deleted';
  const said = Object.entries(shown.versions).map(([name, all]): [string, Said[]] => [
    name,
    all.map(({ rev, value, by, at }) => [rev, value, by, at]),
  ]);
  return { fields: shown.fields, ...(said.length > 0 ? { versions: Object.fromEntries(said) } : {}) };
}

describe('the examples that office and tablet share', () => {
  test.each((vectors.cases as unknown as readonly Example[]).map((example) => [example.title, example] as const))(
    '%s',
    (_title, example) => {
      const shown = overlayChanges(
        rowOf(example),
        example.mine.map((step) => layOver(example, step)),
      );
      expect(stands(shown)).toEqual(example.tablet ?? example.office);
    },
  );
});
