import { expect, test } from 'vitest';

import { findLeft, leftOf } from './later';
import { itemsOf } from './recorder';
import { act, begin } from './testing';

test('a tap without its details is left for later, and is not once they are given', () => {
  const tapped = act(begin('opportunities-praise'), { do: 'tap', code: 'OTR-G', t_ms: 4_000 });
  const [item] = findLeft(tapped.protocol, itemsOf(tapped));
  expect(leftOf(tapped.protocol, item?.fields ?? { t_ms: 0, action: 'tap' }).modifiers).toEqual(['mode']);
  const given = act(tapped, { do: 'edit', record: item?.record ?? '', fields: { modifiers: { mode: 'choral' } } });
  expect(findLeft(given.protocol, itemsOf(given))).toEqual([]);
});

test('a detail that was let go again is open again, and what was taken back asks for nothing', () => {
  const tapped = act(begin('opportunities-praise'), { do: 'tap', code: 'OTR-G', t_ms: 4_000 });
  const record = tapped.items?.item.record ?? '';
  const emptied = act(tapped, { do: 'edit', record, fields: { modifiers: {} } });
  expect(findLeft(emptied.protocol, itemsOf(emptied))).toHaveLength(1);
  const gone = act(emptied, { do: 'retract', record });
  expect(findLeft(gone.protocol, itemsOf(gone))).toEqual([]);
});

test('of a state its start is asked about and its stop is not', () => {
  const spoken = act(
    begin('questioning-wait-time'),
    { do: 'tap', code: 'A', t_ms: 1_000 },
    { do: 'tap', code: 'A', t_ms: 3_000 },
  );
  expect(findLeft(spoken.protocol, itemsOf(spoken)).map((item) => item.fields.action)).toEqual(['start']);
});

test('lines without a tag are left for later in the order of the lesson; a starred moment is none', () => {
  const written = act(
    begin('selective-scripting'),
    { do: 'note', t_ms: 9_000, text: 'Why?', speaker: 'T' },
    { do: 'note', t_ms: 3_000, text: 'Open your books', speaker: 'T' },
    { do: 'star', t_ms: 5_000 },
  );
  expect(findLeft(written.protocol, itemsOf(written)).map((item) => item.fields.t_ms)).toEqual([3_000, 9_000]);
});

test('a rating whose scale asks for evidence wants a sentence; not applicable wants none', () => {
  const start = begin('time-on-task-elements');
  const item = start.protocol.items.find((one) => one.kind === 'rating')?.id ?? '';
  const rated = act(start, { do: 'answer', code: item, t_ms: 0, value: 2, segment: 0 });
  expect(findLeft(rated.protocol, itemsOf(rated))).toHaveLength(1);
  const none = act(start, { do: 'answer', code: item, t_ms: 0, value: null, segment: 0 });
  expect(findLeft(none.protocol, itemsOf(none))).toEqual([]);
});
