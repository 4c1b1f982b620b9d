import { describe, expect, test } from 'vitest';

import { isAllTags, readTag } from './script';
import { begin } from './testing';

const { protocol } = begin('selective-scripting');
const whole = { isWhole: true };
const growing = { isWhole: false };

describe('a tag in a line', () => {
  test.each([
    ['#TQ Why is that?', 'Why is that?', 'TQ'],
    ['Why is that? #tq', 'Why is that? ', 'TQ'],
    ['And then? #TQ+', 'And then? ', 'TQ-F'],
    ['You say 12 #repite', 'You say 12 ', 'FB-R'],
    ['#d Open your books', 'Open your books', 'DIR'],
    ['Question #3 on page 4', 'Question #3 on page 4', null],
  ])('%s', (line, text, code) => {
    expect(readTag(protocol, line, whole)).toEqual({ text, code });
  });

  test('is not taken before it is written to its end', () => {
    expect(readTag(protocol, 'Why? #TQ', growing).code).toBeNull();
    expect(readTag(protocol, 'Why? #TQ ', growing)).toEqual({ text: 'Why? ', code: 'TQ' });
  });
});

test('a protocol whose codes are all tags needs no keys', () => {
  expect(isAllTags(protocol)).toBe(true);
  expect(isAllTags(begin('co-teaching').protocol)).toBe(false);
  expect(isAllTags(begin('time-on-task-elements').protocol)).toBe(false);
});
