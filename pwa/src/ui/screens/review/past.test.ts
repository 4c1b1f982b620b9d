import { expect, test } from 'vitest';

import { en, es } from '../../text/testing';
import { tellPast } from './past';
import type { Told } from '../../state/past';

function told(id: string, by: string, fields: Record<string, unknown>, more: Partial<Told> = {}): Told {
  const at = '2026-11-22T10:42:00.000Z';
  const named = { id, by, at, fields, received_at: at, record: 'r', kind: 'evidence', scope: 'observation:o' };
  return { seq: 1, device: null, n: null, v: 1, op: 'put', base: null, ...named, ...more } as Told;
}

const HISTORY = [
  told('1', 'ana', { t_ms: 61_000, code: 'Q', note: 'first' }),
  told('2', 'bob', { note: 'second', t_ms: 61_000 }),
  told('3', 'ana', { t_ms: 59_000, starred: true }),
  told('4', 'ana', { starred: true }),
];
const names: Readonly<Record<string, string>> = { ana: 'Ana', bob: 'Bob' };
const nameOf = (person: string): string => names[person] ?? person;

test('each change says who, when, what, and what stood there before; one that altered nothing says nothing', () => {
  const lines = tellPast(HISTORY, { t: en, language: 'en', nameOf });
  expect(lines.map((line) => line.changes)).toEqual([
    [],
    ['Note: “second”, was “first”'],
    ['Moment: 0:59.0, was 1:01.0', 'Star: yes, was empty'],
  ]);
  expect(lines[0]?.what).toMatch(/^recorded .*22.* by Ana$/);
  expect(lines[1]?.what).toMatch(/^edited .*22.* by Bob$/);
});

test('whoever came by a grant hears how it stood then', () => {
  const [first] = tellPast([told('1', 'ana', { note: 'x' }, { stood: true })], { t: en, language: 'en', nameOf });
  expect(first?.what).toBe('as it stood when it was shared with you');
});

test('in Spanish too', () => {
  const lines = tellPast(HISTORY, { t: es, language: 'es', nameOf });
  expect(lines[1]?.changes).toEqual(['Nota: “second”, antes “first”']);
});
