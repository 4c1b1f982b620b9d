import { expect, it } from 'vitest';

import type { Notice } from '../../../core/notices';
import type { Shown } from '../../../core/types';
import { en, es } from '../../text/testing';
import { makeLine } from './lib';

const THING = '01980000-0000-7000-8000-000000000001';
const notice: Notice = {
  id: '01980000-0000-7000-8000-000000000003',
  kind: 'observation_shared',
  thing: THING,
  scope: `observation:${THING}`,
  at: '2026-11-24T15:00:00.000Z',
  read: false,
};
const thing = { record: THING, fields: { title: 'Third period', started_at: '2026-11-24T14:00:00.000Z' } };

it('a notice says what, about what, and leads there', () => {
  const line = makeLine({ notice, thing: thing as unknown as Shown }, 'en', en);
  expect(line).toMatchObject({ says: en.notices.kind.observation_shared, isNew: true, href: `/review/${THING}` });
  expect(line.about).toMatch(/^Third period · November 24, 2026/);
});

it('says it in Spanish, and less where the tablet knows nothing', () => {
  const line = makeLine({ notice: { ...notice, read: true }, thing: null }, 'es', es);
  expect(line).toMatchObject({ says: 'Se compartió una observación con usted', about: '', isNew: false });
});

it('leads nowhere when it is about nothing that has a place', () => {
  const lost: Notice = { ...notice, kind: 'check_back', scope: null };
  expect(makeLine({ notice: lost, thing: null }, 'en', en).href).toBeNull();
});
