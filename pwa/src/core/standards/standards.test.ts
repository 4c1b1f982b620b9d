import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import vectors from '../../../../tests/vectors/standards.json';
import type { Shown, StandardFields } from '../types';
import { planIntake } from './intake';
import { MAX_BYTES, MAX_STANDARDS, readStandards, type Reading } from './read';

type Example = { name: string; text: string; fault?: string; expected?: object };

describe('standards read from a file', () => {
  test.each(vectors.files as Example[])('$name', ({ text, fault, expected }) => {
    const found = readStandards(text, 'ours');
    if (fault === undefined) expect(found).toMatchObject({ ok: true, ...expected });
    else expect(found).toEqual({ ok: false, fault });
  });

  test('are bounded in bytes and in number', () => {
    const rows = Array.from({ length: MAX_STANDARDS }, (_, place) => `${place},Counts\n`).join('');
    expect(readStandards(`code,text\n${rows}`, 'ours')).toMatchObject({ ok: true, refused: [] });
    expect(readStandards(`code,text\n${rows}more,Counts\n`, 'ours')).toEqual({ ok: false, fault: 'too_many' });
    expect(readStandards('é'.repeat(MAX_BYTES / 2 + 1), 'ours')).toEqual({ ok: false, fault: 'too_large' });
  });

  test('are read, or refused with a word, whatever the file holds', () => {
    const cells = fc.array(
      fc.array(fc.oneof(fc.string(), fc.constantFrom('"', ',', '\r\n', 'code', 'text')), { maxLength: 5 }),
    );
    fc.assert(
      fc.property(cells, fc.boolean(), (rows, hasHead) => {
        const text = `${hasHead ? 'code,text\n' : ''}${rows.map((row) => row.join(',')).join('\n')}`;
        const found = readStandards(text, 'ours');
        expect(found.ok ? found.standards.length + found.refused.length : found.fault).toBeTruthy();
      }),
    );
  });

  test('are refused by their line when a record could not hold them', () => {
    const long = '😀'.repeat(201);
    const text = `code,text,subject\n${long},Text,\nA,${'y'.repeat(4001)},\nB,Text,${long}\nC,${'😀'.repeat(4000)},\n`;
    const found = readStandards(text, 'ours');
    expect(found).toMatchObject({ ok: true, standards: [{ code: 'C' }] });
    expect(found.ok && found.refused.map(({ line, fault }) => [line, fault])).toEqual([
      [2, 'too_long'],
      [3, 'too_long'],
      [4, 'too_long'],
    ]);
  });
});

describe('taking standards in', () => {
  test.each(vectors.intakes)('$name', ({ held, found, expected }) => {
    const rows = held.map(([record, fields]) => ({ record, fields })) as unknown as Shown<StandardFields>[];
    const intake = planIntake(rows, found as unknown as Reading);
    const changed = Object.fromEntries(intake.changed.map(({ record, fields }) => [record, fields]));
    expect({ ...intake, changed }).toEqual(expected);
  });
});
