import { expect, it } from 'vitest';

import { parseRoute } from './routes';

const ID = '01980000-0000-7000-8000-000000000001';

it('an address names its screen', () => {
  expect(parseRoute('/', '')).toEqual({ name: 'today' });
  expect(parseRoute('/sync', '')).toEqual({ name: 'sync' });
  expect(parseRoute('/notices', '')).toEqual({ name: 'notices' });
  expect(parseRoute('/viewers', '')).toEqual({ name: 'viewers' });
  expect(parseRoute('/activity', '')).toEqual({ name: 'activity' });
  expect(parseRoute(`/lesson/${ID}`, '')).toEqual({ name: 'lesson', id: ID });
  expect(parseRoute('/rehearse', '')).toEqual({ name: 'rehearse' });
  expect(parseRoute('/rehearse/fill-plus', '')).toEqual({ name: 'rehearsal', slug: 'fill-plus' });
  expect(parseRoute('/new', `?cycle=${ID}`)).toEqual({ name: 'new', cycle: ID });
});

it('a wrong address is a missing page, and a wrong plan is no plan', () => {
  expect(parseRoute('/lesson/../x', '')).toEqual({ name: 'missing' });
  expect(parseRoute('/lesson/17', '')).toEqual({ name: 'missing' });
  expect(parseRoute('/new', '?cycle=none')).toEqual({ name: 'new', cycle: null });
});
