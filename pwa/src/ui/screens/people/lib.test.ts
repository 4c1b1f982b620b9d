import { describe, expect, it } from 'vitest';

import type { Colleague } from '../../state/people';
import { findPeople } from './lib';

const person = (name: string, more: Partial<Colleague> = {}): Colleague => ({
  id: name,
  name,
  email: `${name}@hill.example`,
  roles: ['coach'],
  school: null,
  language: 'en',
  active: true,
  standing: 'here',
  invited_until: null,
  seen_at: null,
  ...more,
});
const people = [person('Zoe'), person('Ángela', { school: 's1' }), person('Bo', { roles: ['teacher', 'coach'] })];
const find = (filter: object): string[] =>
  findPeople(people, { search: '', school: '', role: '', ...filter }, 'es').map(({ name }) => name);

describe('the list of people', () => {
  it('stands in the order of the language', () => {
    expect(find({})).toEqual(['Ángela', 'Bo', 'Zoe']);
  });

  it('is searched without accents, by name and address', () => {
    expect(find({ search: 'angela' })).toEqual(['Ángela']);
    expect(find({ search: 'ZOE@' })).toEqual(['Zoe']);
  });

  it('is narrowed by school and by each of several roles', () => {
    expect(find({ school: 's1' })).toEqual(['Ángela']);
    expect(find({ role: 'teacher' })).toEqual(['Bo']);
  });
});
