/** Lists of standards from a spreadsheet (CSV) or in the form of CASE (1EdTech, CFPackage). */
import { readCsv } from '../csv';
import type { Id, Shown, StandardFields } from '../types';

/** A row that cannot be taken: where, and which rule. `at` is a line of a CSV file, or the place of an item from 1. */
export type Refused = { readonly at: number; readonly why: 'no_code' | 'no_text' | 'twice' | 'too_long' };
export type Found = {
  readonly list: string;
  readonly standards: readonly StandardFields[];
  readonly refused: readonly Refused[];
};
/** Why a file cannot be read at all. */
export type Unreadable = 'too_large' | 'no_columns' | 'not_case' | 'too_many';

export const LARGEST_BYTES = 8 * 1024 * 1024;
export const MOST = 5_000;
const LONGEST_CODE = 200;
const LONGEST_TEXT = 8_000;

/** Reads a file by its text; `name` is what the list is called where the file does not say it. */
export function readStandards(text: string, name: string): Found | Unreadable {
  if (text.length > LARGEST_BYTES) return 'too_large';
  return /^\s*\{/.test(text) ? readCase(text, name) : readTable(text, name);
}

type Raw = { readonly at: number; readonly fields: StandardFields };

const COLUMNS: Readonly<Record<'code' | 'text' | 'subject' | 'grades', readonly string[]>> = {
  code: ['code', 'código', 'codigo', 'id', 'standard'],
  text: ['text', 'texto', 'statement', 'description', 'descripción', 'descripcion'],
  subject: ['subject', 'materia', 'área', 'area'],
  grades: ['grades', 'grade', 'grados', 'grado', 'cursos', 'curso'],
};

function readTable(text: string, list: string): Found | Unreadable {
  const [head, ...rows] = readCsv(text);
  const find = (names: readonly string[]): number =>
    head?.cells.findIndex((cell) => names.includes(cell.toLowerCase())) ?? -1;
  const places = {
    code: find(COLUMNS.code),
    text: find(COLUMNS.text),
    subject: find(COLUMNS.subject),
    grades: find(COLUMNS.grades),
  };
  if (places.code < 0 || places.text < 0) return 'no_columns';
  const cell = (cells: readonly string[], place: number): string => cells[place] ?? '';
  return sift(
    rows.map(({ line, cells }) => ({
      at: line,
      fields: makeFields(list, cell(cells, places.code), cell(cells, places.text), {
        subject: cell(cells, places.subject),
        grades: cell(cells, places.grades),
      }),
    })),
    list,
  );
}

function readCase(text: string, name: string): Found | Unreadable {
  const body = parse(text);
  if (!isObject(body) || !Array.isArray(body['CFItems'])) return 'not_case';
  const of: unknown = body['CFDocument'];
  const list = isObject(of) && typeof of['title'] === 'string' && of['title'] !== '' ? of['title'] : name;
  const rows = body['CFItems'].filter(isObject).map((item, place) => ({
    at: place + 1,
    fields: makeFields(list, readWord(item['humanCodingScheme']), readWord(item['fullStatement']), {
      subject: isObject(of) && Array.isArray(of['subject']) ? of['subject'].map(readWord).join(', ') : '',
      grades: Array.isArray(item['educationLevel']) ? item['educationLevel'].map(readWord).join(', ') : '',
    }),
  }));
  return sift(rows, list);
}

function makeFields(
  list: string,
  code: string,
  text: string,
  more: { subject: string; grades: string },
): StandardFields {
  return {
    list,
    code,
    text,
    ...(more.subject === '' ? {} : { subject: more.subject.slice(0, LONGEST_CODE) }),
    ...(more.grades === '' ? {} : { grades: more.grades.slice(0, LONGEST_CODE) }),
  };
}

function sift(rows: readonly Raw[], list: string): Found | Unreadable {
  if (rows.length > MOST) return 'too_many';
  const standards: StandardFields[] = [];
  const refused: Refused[] = [];
  const codes = new Set<string>();
  for (const { at, fields } of rows) {
    const why = findFault(fields, codes);
    codes.add(fields.code);
    if (why === null) standards.push(fields);
    else refused.push({ at, why });
  }
  return { list: list.slice(0, LONGEST_CODE), standards, refused };
}

function findFault({ code, text }: StandardFields, codes: ReadonlySet<string>): Refused['why'] | null {
  if (code === '') return 'no_code';
  if (text === '') return 'no_text';
  if (code.length > LONGEST_CODE || text.length > LONGEST_TEXT) return 'too_long';
  return codes.has(code) ? 'twice' : null;
}

/** What taking in a list would do: what is new, what is worded anew, and what is no longer in it. */
export type Plan = {
  readonly added: readonly StandardFields[];
  readonly changed: readonly { readonly row: Shown<StandardFields>; readonly fields: StandardFields }[];
  readonly retired: readonly Shown<StandardFields>[];
  readonly same: number;
};

/** Compares a list with what the district has of it; the same list again changes nothing. */
export function planStandards({ list, standards }: Found, held: readonly Shown<StandardFields>[]): Plan {
  const known = new Map(held.filter(({ fields }) => fields.list === list).map((row) => [row.fields.code, row]));
  const added = standards.filter(({ code }) => !known.has(code));
  const changed = standards.flatMap((fields) => {
    const row = known.get(fields.code);
    return row === undefined || isSame(row.fields, fields) ? [] : [{ row, fields }];
  });
  const codes = new Set(standards.map(({ code }) => code));
  const retired = [...known.values()].filter(({ fields }) => !codes.has(fields.code) && fields.retired !== true);
  return { added, changed, retired, same: standards.length - added.length - changed.length };
}

function isSame(one: StandardFields, other: StandardFields): boolean {
  const names = ['text', 'subject', 'grades'] as const;
  return one.retired !== true && names.every((name) => (one[name] ?? '') === (other[name] ?? ''));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function isObject(value: unknown): value is Readonly<Record<Id, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readWord(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}
