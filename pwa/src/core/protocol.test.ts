import { describe, expect, test } from 'vitest';
import fixturesJson from '../../../tests/vectors/schema.json';
import checkProtocol from '../generated/check-protocol';
import library from '../generated/library.json';
import { endedBy, findCode, intervalAt, secondTapOf, shortOf, subjectAt } from './protocol';
import type { Code } from './protocol';
import { complete } from './vectors';

type Part = Readonly<Record<string, unknown>>;
type Fixture = {
  readonly place: readonly (string | number)[];
  readonly base: Part;
  readonly keywords: Readonly<
    Record<string, { readonly accept: readonly unknown[]; readonly reject: readonly unknown[] }>
  >;
};

const fixtures = fixturesJson.defs as unknown as Readonly<Record<string, Fixture>>;
const text = { en: 'a', es: 'b' };

function makeSmall(): Part {
  return complete({
    title: text,
    summary: text,
    source: { citation: 'c', url: 'https://a.example', note: text },
    licence: 'l',
    sampling: { method: 'continuous' },
    scales: [{ id: 's', label: text, levels: [1, 2].map((value) => ({ value, label: text })) }],
    modifiers: [{ id: 'm', label: text, kind: 'one', options: [{ id: 'o', label: text }] }],
    measures: [{ id: 'm', label: text, kind: 'count', codes: ['A'], norm: { label: text, source: 'S' } }],
    script: { speakers: [{ id: 'T', label: text }] },
  }) as unknown as Part;
}

function put(whole: Part, place: readonly (string | number)[], part: Part): Part {
  const [step, ...rest] = place;
  if (step === undefined) return { ...whole, ...part };
  if (Array.isArray(whole)) return [put(whole[0] as Part, rest, part), ...whole.slice(1)] as unknown as Part;
  const inner = (whole[step] ?? (typeof rest[0] === 'number' ? [{}] : {})) as Part;
  const isReplaced = rest.length === 0 || (rest.length === 1 && typeof rest[0] === 'number');
  if (!isReplaced) return { ...whole, [step]: put(inner, rest, part) };
  return { ...whole, [step]: rest.length === 0 ? part : [part, ...(inner as unknown as Part[]).slice(1)] };
}

describe('the generated validator agrees with the schema, keyword by keyword', () => {
  test.each(Object.entries(fixtures))('%s', (_, { place, base, keywords }) => {
    for (const [keyword, { accept, reject }] of Object.entries(keywords)) {
      const check = (value: unknown) => checkProtocol(put(makeSmall(), place, { ...base, [keyword]: value }));
      for (const value of accept) expect(check(value), `${keyword} takes ${JSON.stringify(value)}`).toBe(true);
      for (const value of reject) expect(check(value), `${keyword} refuses ${JSON.stringify(value)}`).toBe(false);
    }
  });

  test('every library protocol passes', () => {
    for (const { slug, body } of library) expect(checkProtocol(body), slug).toBe(true);
  });
});

describe('what a code ends', () => {
  const protocol = complete({
    groups: [
      { id: 'g', exclusive: true, track: 't' },
      { id: 'h', exclusive: true, track: 't' },
      { id: 'free', exclusive: false },
    ],
    codes: [
      { id: 'A', kind: 'state', group: 'g' },
      { id: 'B', kind: 'state', group: 'h' },
      { id: 'F', kind: 'state', group: 'free' },
      { id: 'e', kind: 'event', group: 'free', stops: ['F'] },
    ],
  });
  const code = (id: string) => findCode(protocol, id) as Code;

  test('an exclusive state ends those of its track, not itself and not the free ones', () => {
    expect([...endedBy(protocol, code('A'))]).toEqual(['B']);
  });

  test('an event ends what it names', () => {
    expect([...endedBy(protocol, code('e'))]).toEqual(['F']);
  });

  test('a second tap stops a free state and is ignored in an exclusive group', () => {
    expect(secondTapOf(protocol, code('F'))).toBe('stop');
    expect(secondTapOf(protocol, code('A'))).toBe('ignore');
  });
});

describe('intervals and turns', () => {
  const sampling = { method: 'interval', length_s: 15, record_gap_s: 5, rule: 'partial' } as const;

  test('the gap belongs to the interval before it', () => {
    expect([0, 14_999, 19_999, 20_000].map((t_ms) => intervalAt(sampling, t_ms))).toEqual([0, 0, 0, 1]);
  });

  test('every fifth interval is the peer’s', () => {
    const subjects = [{ id: 'target' }, { id: 'peer', every: 5 }];
    const protocol = complete({ sampling, subjects });
    expect([0, 3, 4, 5, 9].map((index) => subjectAt(protocol, index)?.id)).toEqual([
      'target',
      'target',
      'peer',
      'target',
      'peer',
    ]);
    expect(subjectAt(complete({ sampling }), 4)).toBeUndefined();
  });
});

test('what stands on a key is one text for all, one for each language, or the id', () => {
  const make = (short?: Code['short']): Code =>
    ({ id: 'A-HARD', kind: 'event', group: 'g', label: text, look_for: text, ...(short && { short }) }) as Code;
  const shown = (code: Code) => ['en', 'es', 'fr'].map((language) => shortOf(code, language));
  expect(shown(make())).toEqual(['A-HARD', 'A-HARD', 'A-HARD']);
  expect(shown(make('FB+'))).toEqual(['FB+', 'FB+', 'FB+']);
  expect(shown(make({ en: 'Stuck', es: 'Trabado' }))).toEqual(['Stuck', 'Trabado', 'Stuck']);
});
