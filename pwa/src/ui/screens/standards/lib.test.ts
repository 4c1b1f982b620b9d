import { expect, test } from 'vitest';

import type { Shown, StandardFields } from '../../../core/types';
import { countLists, nameLists } from './lib';

const held = (list: string, retired?: boolean) =>
  ({ fields: { list, code: 'A', text: 'x', ...(retired === undefined ? {} : { retired }) } }) as Shown<StandardFields>;

test('lists are counted by their names, with what they offer no more', () => {
  expect(countLists([held('Reading'), held('Art', true), held('Reading', true), held('Reading', false)])).toEqual([
    { list: 'Art', offered: 0, retired: 1 },
    { list: 'Reading', offered: 2, retired: 1 },
  ]);
  expect(countLists([])).toEqual([]);
});

test('a file names each of its lists once', () => {
  const standards = ['Reading', 'Art', 'Reading'].map((list) => ({ list, code: 'A', text: 'x' }));
  expect(nameLists(standards)).toBe('Reading, Art');
});
