// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { makeId, clearBrowser, openAlice } from '../../store/testing';
import type { Store } from '../../store';
import { startBeginnings } from './records';

const CYCLE = `cycle:${makeId()}` as const;
const OWN_WORDS = { key: 'own', kind: 'reflection', scope: CYCLE, fields: { part: 'own_words' } } as const;
let store: Store;

beforeEach(async () => {
  clearBrowser();
  store = await openAlice();
});

afterEach(() => store.close());

async function listSaid(): Promise<readonly unknown[]> {
  return (await store.list('reflection', { scope: CYCLE })).map(({ fields }) => fields);
}

describe('what is said again before its record is shown', () => {
  test('goes into the same record', async () => {
    const begin = startBeginnings(store);
    await Promise.all([
      begin(OWN_WORDS, { text: 'They speak' }),
      begin(OWN_WORDS, { text: 'They speak together' }),
      begin({ ...OWN_WORDS, key: 'other' }, { text: 'Another' }),
    ]);
    const said = await listSaid();
    expect(said).toHaveLength(2);
    expect(said).toContainEqual({ part: 'own_words', text: 'They speak together' });
  });

  test('can be taken back', async () => {
    const begin = startBeginnings(store);
    await Promise.all([begin(OWN_WORDS, { text: 'a' }), begin(OWN_WORDS, { text: '' })]);
    expect(await listSaid()).toEqual([{ part: 'own_words', text: '' }]);
  });

  test('makes nothing while nothing is said', async () => {
    await startBeginnings(store)(OWN_WORDS, { text: '  ' });
    expect(await listSaid()).toEqual([]);
  });
});
