import fc from 'fast-check';
import { expect, test } from 'vitest';

import { isUuid, lowestUuid7, makeIdMaker, makeMembershipId, makeUuid4, makeUuid7, momentOfUuid7 } from './ids';

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });
const moment = fc.integer({ min: 0, max: 2 ** 48 - 1 });

test('a UUIDv7 carries its moment, its version and its variant', () => {
  fc.assert(
    fc.property(moment, bytes, (now_ms, random) => {
      const id = makeUuid7(now_ms, random);
      expect(isUuid(id)).toBe(true);
      expect(momentOfUuid7(id)).toBe(now_ms);
      expect(id[14]).toBe('7');
      expect('89ab').toContain(id[19]);
      expect(lowestUuid7(now_ms) <= id).toBe(true);
    }),
  );
});

test('ids sort in the order of their making, whatever the clock does', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 50 }), (clock) => {
      let place = 0;
      const make = makeIdMaker(
        () => 1_000 + (clock[place++] ?? 0),
        () => crypto.getRandomValues(new Uint8Array(16)),
      );
      const ids = clock.map(make);
      expect([...ids].sort()).toEqual(ids);
      expect(new Set(ids).size).toBe(ids.length);
    }),
  );
});

test('a burst of more ids than the counter holds borrows the next millisecond', () => {
  const make = makeIdMaker(
    () => 1_000,
    () => new Uint8Array(16),
  );
  const ids = Array.from({ length: 9_000 }, make);
  expect([...ids].sort()).toEqual(ids);
  expect(new Set(ids).size).toBe(9_000);
});

test('a device id is a UUIDv4', () => {
  expect(makeUuid4(new Uint8Array(16).fill(0xff))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
});

test('a membership has the UUIDv5 of user and scope', async () => {
  // The example of RFC 9562, A.4: the DNS namespace and www.example.com.
  expect(await makeMembershipId('6ba7b810-9dad-11d1-80b4-00c04fd430c8', 'www.example.com')).toBe(
    '2ed6657d-e927-568b-95e1-2665a8aea6a2',
  );
});
