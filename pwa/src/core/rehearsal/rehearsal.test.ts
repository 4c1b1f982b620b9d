import { describe, expect, test } from 'vitest';

import library from '../../generated/library.json';
import type { Protocol } from '../protocol';
import { seatsOf } from '../room';
import type { EvidenceFields, ObservationFields } from '../types';
import { complete } from '../vectors';
import { compareRehearsal, makeChance, planLesson, rehearsalRoom } from './index';

const MINUTES_6 = 360_000;
const FIELDS: ObservationFields = {
  protocol: 'x',
  protocol_version: 1,
  protocol_hash: '',
  teacher: '',
  started_at: '2026-11-22T10:00:00.000Z',
};

function plan(protocol: Protocol, seed = 1): readonly EvidenceFields[] {
  const room = rehearsalRoom(protocol);
  return planLesson(protocol, { length_ms: MINUTES_6, chance: makeChance(seed), room, lines: ['Why?', 'It doubles.'] });
}

function compare(protocol: Protocol, meant: readonly EvidenceFields[], own: readonly EvidenceFields[]) {
  const evidence = own.map((fields, place) => ({ record: `own ${place}`, fields }));
  return compareRehearsal(protocol, { fields: FIELDS, evidence, until_ms: MINUTES_6 }, meant, 'en');
}

/** Every code taken for the next one, and nothing judged. */
function mistake(protocol: Protocol, meant: readonly EvidenceFields[]): readonly EvidenceFields[] {
  const ids = protocol.codes.map((code) => code.id);
  const next = (code: string): string => ids[(ids.indexOf(code) + 1) % ids.length] ?? code;
  const recorded = meant.filter(({ action }) => action !== 'rate' && action !== 'check');
  return recorded.map((item) => (item.code === undefined ? item : { ...item, code: next(item.code) }));
}

describe.each(library.map(({ slug, body }) => [slug, complete(body)] as const))('%s', (_slug, protocol) => {
  test('a lesson is the same for the same seed, in order, within its time, and one can follow it', () => {
    const meant = plan(protocol);
    expect(meant).toEqual(plan(protocol));
    expect(meant).not.toEqual(plan(protocol, 2));
    expect(meant.map((item) => item.t_ms)).toEqual([...meant.map((item) => item.t_ms)].sort((a, b) => a - b));
    expect(meant.every((item) => item.t_ms >= 0 && item.t_ms < MINUTES_6)).toBe(true);
    expect(meant.length).toBeGreaterThanOrEqual(3);
    expect(meant.length).toBeLessThanOrEqual(6 * 20);
  });

  test('it uses only codes, seats and levels of the protocol', () => {
    const known = new Set([...protocol.codes, ...protocol.items].map((one) => one.id));
    const room = rehearsalRoom(protocol);
    const subjects = new Set([...(room === null ? [] : seatsOf(room)), ...protocol.subjects.map((one) => one.id)]);
    for (const seed of [1, 2, 3, 4, 5]) {
      for (const { code, subject, to_subject } of plan(protocol, seed)) {
        if (code !== undefined) expect(known).toContain(code);
        for (const one of [subject, to_subject]) if (one !== undefined) expect(subjects).toContain(one);
      }
    }
  });

  test('whoever records exactly what happens agrees everywhere, and whoever records something else does not', () => {
    const meant = plan(protocol);
    expect(compare(protocol, meant, meant).disagreements).toEqual([]);
    expect(compare(protocol, meant, mistake(protocol, meant)).disagreements.length).toBeGreaterThan(0);
  });
});

test('a tap a few seconds late is no difference', () => {
  const protocol = complete(library.find((one) => one.slug === 'opportunities-praise')?.body ?? {});
  const meant = plan(protocol).filter((item) => item.action === 'tap');
  const late = meant.map((item) => ({ ...item, t_ms: item.t_ms + 2_000 }));
  expect(compare(protocol, meant, late).disagreements).toEqual([]);
});
