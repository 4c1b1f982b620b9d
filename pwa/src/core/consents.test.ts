import { expect, it } from 'vitest';

import { listStandings, standOf } from './consents';
import type { ConsentFields, Shown } from './types';

const TEACHERS = ['tom'];
const say = (by: string, given: boolean, reader = 'ada') =>
  ({ record: `${by}-${reader}`, fields: { reader, by, given } }) as Shown<ConsentFields>;

it('opens when both said yes', () => {
  const [both] = listStandings([say('ana', true), say('tom', true)], TEACHERS, 'tom');
  expect(both).toMatchObject({ reader: 'ada', mine: true, agreed: ['ana'], missing: [], isOpen: true });
});

it('waits for whoever has said nothing', () => {
  expect(standOf('ada', [say('ana', true)], TEACHERS, 'ana')).toMatchObject({
    mine: true,
    missing: ['tom'],
    isOpen: false,
  });
  expect(standOf('ada', [say('ana', true)], TEACHERS, 'tom')).toMatchObject({ mine: null, missing: [], isOpen: false });
  expect(standOf('ada', [], TEACHERS, 'ana')).toMatchObject({
    mine: null,
    own: null,
    waitsForCoach: true,
    isOpen: false,
  });
});

it('closes when one takes it back', () => {
  const words = [say('ana', true), say('tom', false)];
  expect(standOf('ada', words, TEACHERS, 'ana')).toMatchObject({ refused: ['tom'], isOpen: false });
});

it('asks every teacher of a cycle, and keeps administrators apart', () => {
  const teachers = ['tom', 'uma'];
  const words = [say('ana', true), say('tom', true), say('uma', true, 'eve')];
  expect(listStandings(words, teachers, 'ana').map((one) => [one.reader, one.isOpen])).toEqual([
    ['ada', false],
    ['eve', false],
  ]);
});
