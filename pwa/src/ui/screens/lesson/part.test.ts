import { expect, test } from 'vitest';

import { movePart } from './part';

const part = { from_ms: 0, until_ms: 600_000 };

test('the start of the observed part moves within the recording', () => {
  expect(movePart(part, { edge: 'from', by_ms: 60_000, last_ms: 600_000 })).toEqual({
    from_ms: 60_000,
    until_ms: 600_000,
  });
  expect(movePart(part, { edge: 'from', by_ms: -60_000, last_ms: 600_000 })).toEqual(part);
});

test('the end comes back to where it was and no further, and never before the start', () => {
  expect(movePart({ from_ms: 0, until_ms: 540_000 }, { edge: 'until', by_ms: 120_000, last_ms: 600_000 })).toEqual(
    part,
  );
  const short = { from_ms: 590_000, until_ms: 600_000 };
  expect(movePart(short, { edge: 'until', by_ms: -60_000, last_ms: 600_000 })).toEqual(short);
  expect(movePart(short, { edge: 'from', by_ms: 60_000, last_ms: 600_000 })).toEqual(short);
});
