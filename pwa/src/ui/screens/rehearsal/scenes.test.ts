import { describe, expect, test } from 'vitest';

import { compareRehearsal, makeChance, planLesson, READING_MS, rehearsalRoom } from '../../../core/rehearsal';
import type { Protocol } from '../../../core/protocol';
import type { EvidenceFields, ObservationFields } from '../../../core/types';
import { complete } from '../../../core/vectors';
import library from '../../../generated/library.json';
import { en, es } from '../../text/testing';
import { listDifferences, listOverall, listRows } from './result';
import { tellAt } from './scenes';

const LENGTH_MS = 180_000;
const WORDS = { language: 'en', t: en };

function plan(protocol: Protocol): readonly EvidenceFields[] {
  const room = rehearsalRoom(protocol);
  return planLesson(protocol, { length_ms: LENGTH_MS, chance: makeChance(7), room, lines: en.tablet.rehearsal.lines });
}

describe.each(library.map(({ slug, body }) => [slug, complete(body)] as const))('%s', (_slug, protocol) => {
  const meant = plan(protocol);

  test('everything that happens is told before it counts, in words', () => {
    const told = new Set<string>();
    for (let now_ms = 0; now_ms < LENGTH_MS; now_ms += 500) {
      for (const scene of tellAt(protocol, meant, now_ms, WORDS).now) {
        told.add(scene.key);
        expect(scene.says).not.toBe('');
        expect(meant[Number(scene.key)]?.t_ms).toBeLessThanOrEqual(now_ms + READING_MS);
      }
    }
    expect(told.size).toBe(meant.length);
  });

  test('it speaks Spanish too', () => {
    const english = tellAt(protocol, meant, LENGTH_MS - 1, WORDS);
    const spanish = tellAt(protocol, meant, LENGTH_MS - 1, { language: 'es', t: es });
    const [one] = [...english.now, ...english.goesOn];
    const [other] = [...spanish.now, ...spanish.goesOn];
    expect(other?.key).toBe(one?.key);
    if (one !== undefined && !one.says.startsWith('“')) expect(other?.says).not.toBe(one.says);
  });
});

function find(slug: string): Protocol {
  return complete(library.find((one) => one.slug === slug)?.body ?? {});
}

function compare(slug: string, own: (meant: readonly EvidenceFields[]) => readonly EvidenceFields[]) {
  const protocol = find(slug);
  const meant = plan(protocol);
  const evidence = own(meant).map((fields, place) => ({ record: String(place), fields }));
  const fields = { started_at: '2026-11-22T10:00:00.000Z' } as ObservationFields;
  const agreement = compareRehearsal(protocol, { fields, evidence, until_ms: LENGTH_MS }, meant, 'en');
  const differences = listDifferences(protocol, agreement, { language: 'en', nothing: 'nothing' });
  return { overall: listOverall(agreement), rows: listRows(protocol, agreement, 'en'), differences };
}

test('whoever taps everything reads 100 % and no difference', () => {
  const { overall, rows, differences } = compare('opportunities-praise', (meant) => meant);
  expect(overall[0]).toContain('100.0 % matched');
  expect(rows.length).toBeGreaterThan(0);
  expect(new Set(rows.map((row) => row.figure))).toEqual(new Set(['100%']));
  expect(differences).toEqual({ shown: [], more: 0 });
});

test('what was missed stands with its moment and the name of its code', () => {
  const { differences } = compare('opportunities-praise', (meant) => meant.slice(1));
  expect(differences.shown).toHaveLength(1);
  expect(differences.shown[0]).toMatchObject({ at: expect.stringMatching(/^0?0:\d\d$/) as string, own: 'nothing' });
  expect(differences.shown[0]?.meant).toMatch(/ /);
});

test('states that ran at the same time agree by percent', () => {
  const { overall } = compare('fill-plus', (meant) => meant);
  expect(overall[0]).toContain('100.0 %');
});
