import { describe, expect, it } from 'vitest';

import type { Protocol } from '../../../core/protocol';
import { complete } from '../../../core/vectors';
import library from '../../../generated/library.json';
import { en, es } from '../../text/testing';
import { makeItemGroups } from './items';
import { layOut } from './layout';
import { findByKey, findHolds, makeChip, makeLanes, makeQuestions, measureWord } from './lib';
import { panesOf } from './panes';

const PROTOCOLS = library.map(({ slug, body }): readonly [string, Protocol] => [slug, complete(body)]);
const LANGUAGES = [
  ['en', en],
  ['es', es],
] as const;
const RULES = { gap: 8, head: 22, target: 48 };
/** What is left for the keys of a tablet lying and of one standing. */
const TABLETS = [
  { width: 840, height: 720 },
  { width: 796, height: 820 },
];

describe.each(PROTOCOLS)('the pad of %s', (_, protocol) => {
  it('has a way to record everything that the protocol names', () => {
    const panes = panesOf(protocol);
    expect(panes.length).toBeGreaterThan(0);
    if (protocol.items.length > 0) expect(panes).toContain('items');
    if (protocol.script !== undefined) expect(panes).toContain('script');
    const tagged = new Set(protocol.script?.tags);
    const isOnKeys = panes.includes('keys') || panes.includes('seats');
    for (const { id } of protocol.codes) expect(isOnKeys || tagged.has(id), id).toBe(true);
  });

  it.each(LANGUAGES)('shows each code once, with words and a colour (%s)', (language, t) => {
    const lanes = makeLanes(protocol, language, t);
    const faces = lanes.flatMap((lane) => lane.faces);
    expect(faces.map((face) => face.code).sort()).toEqual(protocol.codes.map((code) => code.id).sort());
    for (const { label, hint, colour } of lanes)
      expect([label, hint, colour].every((word) => word.trim() !== '')).toBe(true);
    for (const face of faces) {
      expect(face.label.trim(), face.code).not.toBe('');
      expect([...face.short].length, face.code).toBeLessThanOrEqual(8);
      expect(makeChip(protocol, face.code, language).short).toBe(face.short);
    }
    for (const lane of lanes) {
      const shorts = lane.faces.map((face) => face.short);
      expect(new Set(shorts).size, `two keys of ${lane.id} look the same`).toBe(shorts.length);
    }
  });

  it('is played by the keyboard: each key plays its own code', () => {
    for (const { id, key } of protocol.codes) if (key !== undefined) expect(findByKey(protocol, key), key).toBe(id);
  });

  it.each(LANGUAGES)('asks what its modifiers say, in words (%s)', (language, t) => {
    for (const { id: code } of protocol.codes) {
      const item = { record: 'r', rev: null, fields: { t_ms: 1, action: 'tap' as const, code } };
      for (const question of makeQuestions(protocol, item, language)) {
        expect(question.label.trim()).not.toBe('');
        const options = question.options.map((option) => option.label);
        expect(options.every((label) => label.trim() !== '')).toBe(true);
        expect(new Set(options).size, `${code} ${question.id}`).toBe(options.length);
        const faces = question.options.map((option) => option.short ?? option.label);
        expect(new Set(faces).size, `${code} ${question.id}`).toBe(faces.length);
      }
    }
    const groups = makeItemGroups(protocol, { answers: new Map(), segment: 0, language }, t);
    const rows = groups.flatMap((group) => group.rows);
    expect(rows.map((row) => row.id).sort()).toEqual(protocol.items.map((item) => item.id).sort());
    for (const row of rows) expect(row.options.length, row.id).toBeGreaterThanOrEqual(2);
    for (const held of findHolds(protocol)) expect(protocol.codes.map((code) => code.id)).toContain(held);
  });
});

const WITH_KEYS = PROTOCOLS.filter(([, protocol]) => panesOf(protocol).includes('keys'));

describe.each(WITH_KEYS)('the keys of %s', (_, protocol) => {
  it.each(TABLETS)('can be hit without scrolling at $width × $height', (box) => {
    const lanes = makeLanes(protocol, 'en', en);
    const sizes = lanes.map((lane) => lane.faces.length);
    const layout = layOut(sizes, box, { ...RULES, word: measureWord(lanes) });
    expect(layout.fits).toBe(true);
    layout.lanes.forEach((lane, i) => expect(lane.columns * lane.rows).toBeGreaterThanOrEqual(sizes[i] ?? 0));
  });
});
