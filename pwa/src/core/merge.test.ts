import { describe, expect, test } from 'vitest';

import { overlayChanges } from './merge';
import type { Overlay } from './merge';
import type { Change, RecordRow } from './types';

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
