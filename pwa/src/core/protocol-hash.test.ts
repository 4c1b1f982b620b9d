import { expect, it } from 'vitest';

import library from '../generated/library.json';
import { hashProtocol } from './protocol-hash';

it.each(library.map(({ slug, hash, body }) => ({ slug, hash, body })))(
  'is that of the office for $slug',
  async ({ hash, body }) => {
    expect(await hashProtocol(body)).toBe(hash);
  },
);

it('does not depend on the order of keys, and does on every word', async () => {
  expect(await hashProtocol({ a: 1, b: [{ c: 'x', d: null }] })).toBe(
    await hashProtocol({ b: [{ d: null, c: 'x' }], a: 1 }),
  );
  expect(await hashProtocol({ a: 'x' })).not.toBe(await hashProtocol({ a: 'y' }));
});
