import { expect, test } from 'vitest';

import { show } from '../../../core/testing';
import type { AttachmentFields } from '../../../core/types';
import { placePhotos } from './photos';

const items = [10, 20, 30].map((t_ms) => ({ record: `item ${t_ms}`, fields: { t_ms } }));

function photo(t_ms?: number) {
  const fields: AttachmentFields = { sha256: '', bytes: 1, mime: 'image/jpeg', for: 'o' };
  return show(`photo ${t_ms}`, t_ms === undefined ? fields : { ...fields, t_ms });
}

test('a photo stands before the first item that is later', () => {
  const placed = placePhotos([photo(), photo(10), photo(15), photo(99)], items);
  const records = [...placed].map(([before, photos]) => [before, photos.map((one) => one.record)]);
  expect(records).toEqual([
    ['item 10', ['photo undefined']],
    ['item 20', ['photo 10', 'photo 15']],
    ['', ['photo 99']],
  ]);
});
