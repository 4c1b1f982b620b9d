// @vitest-environment jsdom
import { expect, test } from 'vitest';

import { isLessonRunning, REHEARSAL, writeHeartbeat } from './heartbeat';
import { makeScratch } from './scratch';
import { makeId, tap } from './testing';

const USER = makeId();
const LESSON = makeId();

test('what is recorded into a scratch store is read back, with its corrections, and nowhere else', async () => {
  const scratch = makeScratch(USER, [{ id: LESSON, kind: 'observation', scope: `observation:${LESSON}`, fields: {} }]);
  const [made] = await scratch.save([tap(LESSON, 'Q', 500)]);
  await scratch.save([{ ...tap(LESSON, 'Q', 400), record: made?.record ?? '', fields: { t_ms: 400 } }]);
  await scratch.save([tap(makeId())]);
  expect(await scratch.evidenceOf(LESSON)).toMatchObject([{ fields: { code: 'Q', t_ms: 400 } }]);
  expect(await scratch.get(LESSON)).toMatchObject({ kind: 'observation' });
  expect(await scratch.get(makeId())).toBeNull();
  expect(await scratch.list('evidence')).toHaveLength(2);
  await scratch.settings.set('hand', 'left');
  expect(await scratch.settings.get('hand', 'right')).toBe('left');
  expect(await scratch.settings.get('look', 'dim')).toBe('dim');
  expect(await indexedDB.databases()).toEqual([]);
});

test('a rehearsal that was cut off is no lesson that runs', () => {
  writeHeartbeat(localStorage, REHEARSAL, { t_ms: 1, wall_ms: 1 });
  expect(isLessonRunning(localStorage)).toBe(false);
  writeHeartbeat(localStorage, LESSON, { t_ms: 1, wall_ms: 1 });
  expect(isLessonRunning(localStorage)).toBe(true);
});
