/**
 * Reads the standards of a district from a file: rows of CSV, or a CASE package in JSON (1EdTech CASE 1.0, CFPackage).
 * `server/domain/standards.py` reads the same; both pass the examples of `tests/vectors/standards.json`.
 */
import { readRows, type Row } from './csv';

export type Standard = {
  readonly list: string;
  readonly code: string;
  readonly text: string;
  readonly subject?: string;
  readonly grades?: string;
  readonly source?: string;
};

/** Why one row or item is not taken. */
export type Fault = 'no_code' | 'no_text' | 'no_list' | 'too_long' | 'too_many_cells' | 'bad_text' | 'twice';
export type Refused = {
  readonly line: number;
  readonly fault: Fault;
  readonly list: string;
  readonly code: string;
  readonly text: string;
};

/** Why a whole file is not taken. */
export type FileFault = 'too_large' | 'too_many' | 'nothing' | 'no_columns' | 'bad_json' | 'not_case';

/** `line` counts the lines of a CSV file, and the items of a package, from 1. */
export type Reading = {
  readonly ok: true;
  readonly format: 'csv' | 'case';
  readonly standards: readonly Standard[];
  readonly refused: readonly Refused[];
};
export type Unreadable = { readonly ok: false; readonly fault: FileFault };

export const MAX_BYTES = 8 * 1024 * 1024;
export const MAX_STANDARDS = 5_000;
const MAX_WORD = 200;
const MAX_TEXT = 4_000;
const SHOWN = 60;
/** What the office stores in no text: NUL, and half of a surrogate pair. */
const UNSTORABLE = /[\0\p{Cs}]/u;

type Found = { readonly line: number; readonly fields: Standard; readonly fault: Fault | null };
type Column = keyof Standard;

/** What the columns of a spreadsheet may be called, in either language. */
const COLUMNS: Readonly<Record<string, Column>> = {
  list: 'list', lista: 'list', framework: 'list', marco: 'list', document: 'list',
  code: 'code', 'código': 'code', codigo: 'code', identifier: 'code', humancodingscheme: 'code',
  text: 'text', texto: 'text', statement: 'text', standard: 'text', 'estándar': 'text', fullstatement: 'text', description: 'text', 'descripción': 'text',
  subject: 'subject', asignatura: 'subject', materia: 'subject',
  grades: 'grades', grade: 'grades', grados: 'grades', grado: 'grades', cursos: 'grades', educationlevel: 'grades',
  source: 'source', fuente: 'source', url: 'source', uri: 'source',
}; // prettier-ignore

/** Reads a file's text; `name` is what its list is called where the file does not say. */
export function readStandards(text: string, name: string): Reading | Unreadable {
  if (text.length > MAX_BYTES || new TextEncoder().encode(text).length > MAX_BYTES) return refuse('too_large');
  const bare = text.replace(/^\uFEFF/, '');
  const start = bare.trimStart();
  if (start === '') return refuse('nothing');
  return start.startsWith('{') ? readCase(bare, name) : readCsv(bare, name);
}

function readCsv(text: string, name: string): Reading | Unreadable {
  const [head, ...rows] = readRows(text);
  const columns = (head?.cells ?? []).map((cell) => COLUMNS[clean(cell).toLowerCase()]);
  if (!columns.includes('code') || !columns.includes('text')) return refuse('no_columns');
  return sort(
    'csv',
    rows.map((row) => readRow(row, columns, name)),
  );
}

function readRow({ line, cells }: Row, columns: readonly (Column | undefined)[], name: string): Found {
  const said: Partial<Record<Column, string>> = {};
  columns.forEach((column, place) => {
    if (column !== undefined) said[column] ??= cells[place] ?? '';
  });
  const isWide = cells.slice(columns.length).some((cell) => clean(cell) !== '');
  return find(line, { ...said, list: clean(said.list ?? '') || name }, isWide ? 'too_many_cells' : null);
}

function readCase(text: string, name: string): Reading | Unreadable {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return refuse('bad_json');
  }
  const outer = asObject(body);
  const root = 'CFPackage' in outer ? asObject(outer['CFPackage']) : outer;
  const items = root['CFItems'];
  if (!Array.isArray(items)) return refuse('not_case');
  const head = asObject(root['CFDocument']);
  return sort(
    'case',
    items.map((item: unknown, place) => readItem(asObject(item), head, { line: place + 1, name })),
  );
}

type Where = { readonly line: number; readonly name: string };

function readItem(item: Loose, head: Loose, { line, name }: Where): Found {
  return find(line, {
    list: clean(say(head['title'])) || name,
    code: say(item['humanCodingScheme']),
    text: say(item['fullStatement']),
    subject: join(item['subject']) || join(head['subject']),
    grades: join(item['educationLevel']),
    source: say(head['officialSourceURL']) || say(item['uri']),
  });
}

function find(line: number, said: Partial<Record<Column, string>>, fault: Fault | null = null): Found {
  const fields = {
    list: clean(said.list ?? ''),
    code: clean(said.code ?? ''),
    text: clean(said.text ?? ''),
    ...some('subject', said.subject),
    ...some('grades', said.grades),
    ...some('source', said.source),
  };
  return { line, fields, fault: fault ?? findFault(fields) };
}

function some(name: 'subject' | 'grades' | 'source', said: string | undefined): Partial<Standard> {
  const text = clean(said ?? '');
  return text === '' ? {} : { [name]: text };
}

function findFault(fields: Standard): Fault | null {
  if (fields.code === '') return 'no_code';
  if (fields.text === '') return 'no_text';
  if (fields.list === '') return 'no_list';
  const { text, source = '', ...short } = fields;
  if (Object.values(short).some((word) => countLetters(word) > MAX_WORD)) return 'too_long';
  if (countLetters(text) > MAX_TEXT || countLetters(source) > MAX_TEXT) return 'too_long';
  return Object.values(fields).some((word) => UNSTORABLE.test(word)) ? 'bad_text' : null;
}

/** Parts what is taken from what is not: of two with one code in one list, the first is. */
function sort(format: 'csv' | 'case', found: readonly Found[]): Reading | Unreadable {
  if (found.length === 0) return refuse('nothing');
  if (found.length > MAX_STANDARDS) return refuse('too_many');
  const standards = new Map<string, Standard>();
  const refused: Refused[] = [];
  for (const { line, fields, fault } of found) {
    const key = keyOf(fields);
    const why = fault ?? (standards.has(key) ? 'twice' : null);
    if (why === null) standards.set(key, fields);
    else
      refused.push({
        line,
        fault: why,
        list: fields.list,
        code: shorten(fields.code, MAX_WORD),
        text: shorten(fields.text, SHOWN),
      });
  }
  return { ok: true, format, standards: [...standards.values()], refused };
}

/** What a standard is known by: its code within its list. */
export function keyOf({ list, code }: Pick<Standard, 'list' | 'code'>): string {
  return JSON.stringify([list, code]);
}

function refuse(fault: FileFault): Unreadable {
  return { ok: false, fault };
}

/** Ends and runs of blanks are no part of a text. */
function clean(text: string): string {
  return text.replace(/[ \t\r\n\u00a0]+/g, ' ').replace(/^ | $/g, '');
}

function shorten(text: string, most: number): string {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
}

function countLetters(text: string): number {
  return text.length <= MAX_WORD ? text.length : [...text].length;
}

type Loose = Readonly<Record<string, unknown>>;

function asObject(value: unknown): Loose {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Loose) : {};
}

function say(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function join(value: unknown): string {
  if (!Array.isArray(value)) return say(value);
  return value.filter((one) => typeof one === 'string' && one !== '').join(', ');
}
