import fc from 'fast-check';
import { expect, it } from 'vitest';

import { toBase64url, toBytes } from './factors';

it('bytes come back from their text', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = toBase64url(Uint8Array.from(bytes).buffer);
      expect(text).toMatch(/^[A-Za-z0-9_-]*$/);
      expect([...toBytes(text)]).toEqual([...bytes]);
    }),
  );
});
