import { expect, it } from 'vitest';

import type { PersonFields, Shown } from '../../../core/types';
import { findTeachers, orderTeachers, readContext } from './lib';

const person = (record: string, fields: PersonFields): Shown<PersonFields> => ({
  record,
  kind: 'person',
  scope: 'space:s',
  rev: null,
  seq: null,
  fields,
  versions: {},
  pending: false,
  unsafe: false,
  readOnly: false,
});

const people = [
  person('1', { name: 'Zoe Park', roles: ['teacher'] }),
  person('2', { name: 'Ángel Núñez', roles: ['teacher'] }),
  person('3', { name: 'Carla Coach', roles: ['coach'] }),
  person('4', { name: 'Mia Left', roles: ['teacher'], active: false }),
];

it('the teacher visited last stands first, the others by name', () => {
  expect(orderTeachers(people, ['1']).map((teacher) => teacher.name)).toEqual(['Zoe Park', 'Ángel Núñez']);
});

it('a name is found without its accents', () => {
  expect(findTeachers(orderTeachers(people, []), 'nunez an').map((teacher) => teacher.id)).toEqual(['2']);
});

it('a number is kept as a number and an open answer not at all', () => {
  const fields = [
    { id: 'class-size', label: { en: '', es: '' }, kind: 'number' as const },
    { id: 'subject', label: { en: '', es: '' }, kind: 'text' as const },
  ];
  expect(readContext(fields, { 'class-size': '24', subject: '  ' })).toEqual({ 'class-size': 24 });
});
