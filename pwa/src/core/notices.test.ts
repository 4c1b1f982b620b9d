import { describe, expect, it } from 'vitest';

import { addressOf, countUnread, kindsFor, readBase64Url, readPushed, type Notice } from './notices';

const THING = '01980000-0000-7000-8000-000000000001';
const CYCLE = '01980000-0000-7000-8000-000000000002';
const notice: Notice = {
  id: '01980000-0000-7000-8000-000000000003',
  kind: 'check_back',
  thing: THING,
  scope: `cycle:${CYCLE}`,
  at: '2026-11-24T15:00:00.000Z',
  read: false,
};

describe('a notice', () => {
  it('leads to what it is about', () => {
    expect(addressOf(notice)).toBe(`/cycle/${CYCLE}`);
    expect(addressOf({ ...notice, kind: 'observation_shared' })).toBe(`/review/${THING}`);
    expect(addressOf({ ...notice, kind: 'conference_tomorrow' })).toBe(`/confer/${THING}`);
    expect(addressOf({ ...notice, kind: 'unsent', scope: null })).toBe('/sync');
  });

  it('counts until it was read', () => {
    expect(countUnread([notice, { ...notice, read: true }])).toBe(1);
  });

  it('is offered to those whom it can reach', () => {
    expect(kindsFor(['teacher'])).not.toContain('unsent');
    expect(kindsFor(['coach'])).not.toContain('observation_shared');
    expect(kindsFor(['coach', 'teacher'])).toHaveLength(5);
    expect(kindsFor(['administrator'])).toEqual(['observation_shared']);
  });
});

describe('a push', () => {
  it('is read for its kind, and nothing else is believed', () => {
    const said = { v: 1, kind: 'unsent', tag: 'a', language: 'es', path: 'https://evil.example' };
    expect(readPushed(said)).toEqual({ kind: 'unsent', tag: 'a', language: 'es' });
    expect(readPushed({ ...said, kind: 'new' })).toBeNull();
    expect(readPushed('hello')).toBeNull();
    expect(readPushed(null)).toBeNull();
  });

  it('is asked for with the bytes of the key', () => {
    expect([...readBase64Url('-_8A')]).toEqual([251, 255, 0]);
  });
});
