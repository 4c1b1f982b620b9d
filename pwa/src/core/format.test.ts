import { describe, expect, it } from 'vitest';

import { formatClock, formatCount, formatDay, formatLength, formatMoment, formatPercent } from './format';

describe('times', () => {
  it('are written as on a clock, hours only when there are any', () => {
    expect([0, 999, 61_000, 3_729_000].map(formatClock)).toEqual(['0:00', '0:00', '1:01', '1:02:09']);
  });

  it('of evidence carry tenths', () => {
    expect(formatMoment(247_560)).toBe('4:07.5');
  });

  it('never go below zero', () => {
    expect(formatClock(-5)).toBe('0:00');
  });

  it('as lengths use the words of the language', () => {
    expect(formatLength('en', 45)).toBe('45 sec');
    expect(formatLength('en', 150)).toBe('2.5 min');
    expect(formatLength('en', 3_900)).toBe('1 hr 5 min');
    expect(formatLength('es', 3_600)).toBe('1 h');
  });
});

describe('numbers', () => {
  it('show a decimal of a percentage only where it matters', () => {
    expect(formatPercent('en', 42.4)).toBe('42%');
    expect(formatPercent('en', 4.24)).toBe('4.2%');
    expect(formatPercent('es', 4.24).replace(/\s/u, ' ')).toBe('4,2 %');
    expect(formatPercent('en', 0)).toBe('0%');
  });

  it('choose the plural of the language', () => {
    const forms = { one: '# item', other: '# items' };
    expect(formatCount('en', 1, forms)).toBe('1 item');
    expect(formatCount('en', 1212, forms)).toBe('1,212 items');
  });
});

describe('days', () => {
  it('without a time are the same day everywhere', () => {
    expect(formatDay('en', '2026-03-03')).toBe('Tue, Mar 3');
  });
});
