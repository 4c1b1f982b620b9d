import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readCsv } from '../csv';
import type { Shown, StandardFields } from '../types';
import { planStandards, readStandards, type Found } from './standards';

const found = (text: string): Found => {
  const read = readStandards(text, 'Reading');
  if (typeof read === 'string') throw new Error(read);
  return read;
};
const held = (fields: StandardFields): Shown<StandardFields> => ({
  record: fields.code, kind: 'standard', scope: 'space:x', rev: 'r', seq: 1, fields, versions: {}, pending: false, unsafe: false, readOnly: false,
}); // prettier-ignore

describe('a table', () => {
  it('has quotation marks, line ends within cells, and the separators of spreadsheets', () => {
    expect(readCsv('a,b\r\n"1, ""x""","two\nlines"\n')).toEqual([
      { line: 1, cells: ['a', 'b'] },
      { line: 2, cells: ['1, "x"', 'two\nlines'] },
    ]);
    expect(readCsv('\uFEFFa;b\n1;2')[1]?.cells).toEqual(['1', '2']);
    expect(readCsv('a\tb\n\n1\t2')).toHaveLength(2);
  });

  it('is read whatever it holds', () => {
    fc.assert(fc.property(fc.string(), (text) => readCsv(text).every((row) => row.line >= 1)));
  });
});

describe('a list of standards', () => {
  it('comes from a spreadsheet, in English or Spanish', () => {
    expect(found('Code,Statement,Grade\nRL.4.1,Refer to details,4\n').standards).toEqual([
      { list: 'Reading', code: 'RL.4.1', text: 'Refer to details', grades: '4' },
    ]);
    expect(found('código;texto;materia\nL1;Leer en voz alta;Lengua\n').standards[0]).toEqual({
      list: 'Reading',
      code: 'L1',
      text: 'Leer en voz alta',
      subject: 'Lengua',
    });
  });

  it('comes in the form of CASE', () => {
    const file = {
      CFDocument: { title: 'State reading', subject: ['Reading'] },
      CFItems: [
        { identifier: 'x', humanCodingScheme: 'R.1', fullStatement: 'Read closely', educationLevel: ['04', '05'] },
        { identifier: 'y', fullStatement: 'A heading without a code' },
      ],
    };
    expect(found(JSON.stringify(file))).toEqual({
      list: 'State reading',
      standards: [{ list: 'State reading', code: 'R.1', text: 'Read closely', subject: 'Reading', grades: '04, 05' }],
      refused: [{ at: 2, why: 'no_code' }],
    });
  });

  it('says of each row that cannot be taken where it is and why', () => {
    expect(found('code,text\nA,one\n,two\nB,\nA,again\n').refused).toEqual([
      { at: 3, why: 'no_code' },
      { at: 4, why: 'no_text' },
      { at: 5, why: 'twice' },
    ]);
  });

  it('is refused whole when it is none', () => {
    expect(readStandards('a,b\n1,2', 'x')).toBe('no_columns');
    expect(readStandards('{"CFItems": 3}', 'x')).toBe('not_case');
    expect(readStandards('{', 'x')).toBe('not_case');
    expect(readStandards(`code,text\n${'A,b\n'.repeat(5_001)}`, 'x')).toBe('too_many');
  });

  it('changes nothing when it is taken in again', () => {
    const list = found('code,text\nA,one\nB,two\n');
    const plan = planStandards(list, list.standards.map(held));
    expect(plan).toEqual({ added: [], changed: [], retired: [], same: 2 });
  });

  it('adds, words anew and retires, in its own list only', () => {
    const before = [...found('code,text\nA,one\nB,two\n').standards, { list: 'Other', code: 'A', text: 'x' }].map(held);
    const plan = planStandards(found('code,text\nA,ONE\nC,three\n'), before);
    expect(plan.added.map(({ code }) => code)).toEqual(['C']);
    expect(plan.changed.map(({ fields }) => fields.text)).toEqual(['ONE']);
    expect(plan.retired.map(({ fields }) => fields.code)).toEqual(['B']);
  });
});
