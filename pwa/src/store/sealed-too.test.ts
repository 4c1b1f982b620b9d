// @vitest-environment jsdom
/** What holds for a store holds for one whose data is sealed: the same tests once more. */
import { describe } from 'vitest';

import { sealStores } from './testing';

sealStores();

const files = import.meta.glob<unknown>([
  './{store,faults,blobs,outbox-file}.test.ts',
  '../sync/{sync,tray,blobs,start,away}.test.ts',
]);
for (const [name, load] of Object.entries(files)) describe(`sealed: ${name}`, async () => void (await load()));
