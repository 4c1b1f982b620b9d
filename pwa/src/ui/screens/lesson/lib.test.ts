import { describe, expect, it } from 'vitest';

import type { LiveItem } from '../../../core/live';
import type { Protocol } from '../../../core/protocol';
import library from '../../../generated/library.json';
import { en } from '../../text/testing';
import { findByKey, makeLanes, makeQuestions, measureInterval, nameUndo, pickOption } from './lib';

function get(slug: string): Protocol {
  const found = library.find((known) => known.slug === slug);
  if (found === undefined) throw new Error(slug);
  return found.body as unknown as Protocol;
}

const item: LiveItem = { record: 'r', rev: null, fields: { t_ms: 5_000, action: 'tap', code: 'OTR-I' } };

describe('the pad of a protocol', () => {
  it('has a lane for each group, in its order and colour', () => {
    const lanes = makeLanes(get('fill-plus'), 'es', en);
    expect(lanes.map((lane) => [lane.colour, lane.faces.length])).toEqual([
      ['slate', 2],
      ['amber', 4],
      ['teal', 4],
    ]);
    expect(lanes[0]?.faces[1]?.label).toBe('Habla el docente');
  });

  it('is played by the keyboard, in capitals too', () => {
    expect(findByKey(get('fill-plus'), 'L')).toBe('LT');
    expect(findByKey(get('fill-plus'), 'x')).toBeNull();
  });

  it('names what undo would take back', () => {
    const done = { what: 'item', record: 'r', code: 'LT', t_ms: 724_000, was: {}, before: null } as const;
    expect(nameUndo(get('fill-plus'), done, en, 'en')).toBe('LT at 12:04');
  });
});

describe('details of an item', () => {
  it('are offered as the code says', () => {
    const questions = makeQuestions(get('opportunities-praise'), item, 'en');
    expect(questions.map((question) => question.id)).toEqual(['mode', 'answer']);
  });

  it('are chosen, changed and let go by taps', () => {
    const protocol = get('opportunities-praise');
    const said = pickOption(protocol, item, { modifier: 'mode', option: 'say' });
    expect(said).toEqual({ mode: 'say' });
    const chosen = { ...item, fields: { ...item.fields, modifiers: said } };
    expect(pickOption(protocol, chosen, { modifier: 'mode', option: 'write' })).toEqual({ mode: 'write' });
    expect(pickOption(protocol, chosen, { modifier: 'mode', option: 'say' })).toEqual({});
  });
});

it('an interval counts down, and its first seconds still belong to the one before', () => {
  const sampling = { length_s: 120, grace_s: 10 };
  expect(measureInterval(sampling, 65_000)).toEqual({
    passed: 65 / 120,
    left_ms: 55_000,
    inGap: false,
    inGrace: false,
  });
  expect(measureInterval(sampling, 121_000).inGrace).toBe(true);
  expect(measureInterval(sampling, 1_000).inGrace).toBe(false);
});
