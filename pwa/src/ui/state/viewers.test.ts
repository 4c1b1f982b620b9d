// @vitest-environment jsdom
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { refuse } from '../../core/problem';
import type { Store } from '../../store';
import { clearBrowser, makeId, openAlice } from '../../store/testing';
import type { Opened } from '../../sync/viewers';
import { noteOpenings, tellWaiting } from './viewers';

const told: Opened[][] = [];
let answer: () => Promise<void>;
vi.mock('../../sync/viewers', () => ({
  tellOpenings: async (opened: Opened[]) => {
    await answer();
    told.push([...opened]);
  },
}));

let store: Store;

beforeEach(async () => {
  clearBrowser();
  told.length = 0;
  answer = () => Promise.resolve();
  store = await openAlice();
});

afterEach(() => store.close());

test('what is opened while a message is under way is told after it, and nothing twice', async () => {
  const [one, other] = [makeId(), makeId()];
  await Promise.all([
    noteOpenings(store, [{ observation: one, what: 'review' }]),
    tellWaiting(store),
    noteOpenings(store, [{ observation: other, what: 'review' }]),
    tellWaiting(store),
  ]);
  expect(told.flat().map(({ observation }) => observation)).toEqual([one, other]);
});

test('with no network it waits for the next time', async () => {
  answer = () => Promise.reject(refuse('offline', 'No network.'));
  const one = makeId();
  await noteOpenings(store, [{ observation: one, what: 'review' }]);
  expect(told).toEqual([]);
  answer = () => Promise.resolve();
  await tellWaiting(store);
  await tellWaiting(store);
  expect(told.flat().map(({ observation }) => observation)).toEqual([one]);
});
