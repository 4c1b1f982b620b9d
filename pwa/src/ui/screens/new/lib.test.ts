import { expect, it } from 'vitest';

import type { ContextField } from '../../../core/protocol';
import type { Fields, ObservationFields, PersonFields, Shown } from '../../../core/types';
import { findTeachers, findTold, listTeachers, orderTeachers, readContext, tellContext } from './lib';

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

it('of many the first eight are listed and whoever is chosen, and a search looks through all', () => {
  const many = Array.from({ length: 40 }, (_, n) => ({ id: `t${n}`, name: `Teacher ${n}`, recent: false }));
  const ids = (search: string, chosen: string | null): readonly string[] =>
    listTeachers(many, { search, chosen }).map(({ id }) => id);
  expect(ids('', null)).toEqual(['t0', 't1', 't2', 't3', 't4', 't5', 't6', 't7']);
  expect(ids('', 't30')).toEqual(['t0', 't1', 't2', 't3', 't4', 't5', 't6', 't7', 't30']);
  expect(ids('39', 't30')).toEqual(['t39']);
  expect(ids('teacher', null)).toHaveLength(16);
});

it('a number is kept as a number and an open answer not at all', () => {
  const fields = [
    { id: 'class-size', label: { en: '', es: '' }, kind: 'number' as const },
    { id: 'subject', label: { en: '', es: '' }, kind: 'text' as const },
  ];
  expect(readContext(fields, { 'class-size': '24', subject: '  ' })).toEqual({ 'class-size': 24 });
});

it('offers what was told of the last lesson of this teacher, and asks numbers anew', () => {
  const label = { en: 'x', es: 'x' };
  const fields: readonly ContextField[] = [
    { id: 'grade', label, kind: 'text' },
    { id: 'room', label, kind: 'choice', options: [{ id: 'lab', label: { en: 'Laboratory', es: 'Laboratorio' } }] },
    { id: 'present', label, kind: 'number' },
  ];
  const visit = (teacher: string, context?: Fields): Shown<ObservationFields> => {
    const start = { protocol: 'p', protocol_version: 1, protocol_hash: '', started_at: '2026-03-03T08:00:00.000Z' };
    const told = { ...start, teacher, ...(context === undefined ? {} : { context }) };
    return { ...person('v', { name: '' }), kind: 'observation', fields: told };
  };
  const visits = [visit('a'), visit('b', { grade: '9' }), visit('a', { grade: '7', room: 'lab', present: 24 })];
  const told = findTold(fields, visits, 'a');
  expect(told).toEqual({ grade: '7', room: 'lab' });
  expect(tellContext(fields, told, 'es')).toEqual(['7', 'Laboratorio']);
  expect(findTold(fields, [visit('a', { room: 'gone' })], 'a')).toEqual({});
  expect(findTold(fields, visits, null)).toEqual({});
});
