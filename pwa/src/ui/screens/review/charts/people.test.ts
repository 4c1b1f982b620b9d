import { describe, expect, it } from 'vitest';

import type { EvidenceFields } from '../../../../core/types';
import { en } from '../../../text/testing';
import type { Material } from '../material';
import { findInLibrary, makeMaterial } from '../testing';
import type { Drawn } from './drawn';
import { drawDisplay } from './index';

const ENGLISH = { language: 'en', t: en };

function draw(material: Material, id: string): Drawn {
  const display = material.protocol.displays.find((one) => one.id === id);
  const drawn = display === undefined ? null : drawDisplay(material, display);
  if (drawn === null) throw new Error(`no display ${id}`);
  return drawn;
}

function texts({ rows }: Drawn): readonly string[] {
  return rows.map((row) => row.map(({ text }) => text).join(' | '));
}

function tap(t_ms: number, code: string, more: Partial<EvidenceFields> = {}): EvidenceFields {
  return { t_ms, action: more.to_subject === undefined ? 'tap' : 'link', code, ...more };
}

describe('talk on the seat map', () => {
  const lesson = makeMaterial(
    findInLibrary('verbal-flow'),
    [
      tap(1000, 'S-ANS', { subject: 'A1' }),
      tap(2000, 'S-ANS', { subject: 'A1' }),
      tap(3000, 'T-ASK', { subject: 'A1' }),
      tap(4000, 'S-OFF', { subject: 'B2' }),
      tap(5000, 'S-ANS'),
      tap(6000, 'S-S', { subject: 'A1', to_subject: 'C3' }),
      tap(7000, 'S-S', { subject: 'A1', to_subject: 'C3' }),
      tap(8000, 'S-S', { subject: 'C3', to_subject: 'A1' }),
    ],
    { ...ENGLISH, context: { 'class-size': 6 } },
  );

  it('counts at the seats and says what has none', () => {
    const map = draw(lesson, 'map');
    expect(map.says).toBe(
      '2 seats, 4 items in all. Most: A1: 3 and B2: 1. Of these: From a seat: 3 and From the teacher to a seat: 1. 1 item has no seat.',
    );
    expect(texts(map)).toEqual(['A1 | 2 | 1 | 3', 'B2 | 1 | 0 | 1']);
    const room = map.picture.is === 'room' ? map.picture.room : null;
    expect(room?.seats.find((seat) => seat.id === 'A1')).toMatchObject({ row: 0, column: 0, value: '3', empty: false });
  });

  it('draws links by their direction', () => {
    const links = draw(lesson, 'links');
    expect(texts(links)).toEqual(['A1 | C3 | 2', 'C3 | A1 | 1']);
    expect(links.says).toBe('3 links between 2 pairs of seats. Most: A1 → C3: 2 and C3 → A1: 1.');
  });

  it('says how many of those present were heard', () => {
    const reach = draw(lesson, 'reach');
    expect(reach.says).toContain(': 3 of 6 present.');
    const tallies = reach.picture.is === 'reach' ? reach.picture.tallies : [];
    expect(tallies[0]).toMatchObject({ value: '3 of 6', filled: 3, all: 6 });
  });
});

describe('the way of the teacher', () => {
  const stops = ['A1', 'B1', 'A1'].map((subject, i) => tap(1000 * (i + 1), 'STOP', { subject }));
  const lesson = makeMaterial(findInLibrary('teacher-movement'), stops, ENGLISH);

  it('is shown stop by stop', () => {
    const path = draw(lesson, 'path');
    expect(path.says).toBe('3 stops at 2 seats, the first at A1, the last at A1.');
    expect(texts(path).map((row) => row.split(' | ')[2])).toEqual(['A1', 'B1', 'A1']);
    expect(path.rule).toContain('the way is not known');
  });
});

describe('sweeps', () => {
  const sweep = (interval: number, code: string, value: number): EvidenceFields => ({
    t_ms: interval * 300_000,
    action: 'sweep',
    code,
    interval,
    value,
  });

  it('are shares of those counted in each, then their mean', () => {
    const lesson = makeMaterial(
      findInLibrary('time-on-task-elements'),
      [sweep(0, 'ON', 18), sweep(0, 'OFF', 6), sweep(1, 'ON', 12), sweep(1, 'OFF', 12)],
      ENGLISH,
    );
    const time = draw(lesson, 'time');
    expect(time.says).toMatch(/: 63% on average over 2 sweeps, from 50% to 75%\.$/);
    expect(texts(time).map((row) => row.split(' | ').at(-1))).toEqual(['18 of 24, 75%', '12 of 24, 50%']);
    expect(time.rule).toContain('not time');
  });

  it('divide people, not time', () => {
    const lesson = makeMaterial(
      findInLibrary('classroom-snapshot'),
      [sweep(0, 'S-RD', 5), sweep(0, 'S-SOC', 15), sweep(1, 'S-RD', 10), sweep(1, 'S-SOC', 10)],
      ENGLISH,
    );
    const students = draw(lesson, 'students');
    expect(
      texts(students)
        .filter((row) => !row.endsWith('| 0%'))
        .map((row) => row.split(' | ').slice(1)),
    ).toEqual([
      ['15', '38%'],
      ['25', '63%'],
    ]);
    expect(students.rule).toContain('not a percent of time');
  });

  it('are split by what the class was doing', () => {
    const doing = (interval: number, code: string, value: number, activity: string) => ({
      ...sweep(interval, code, value),
      modifiers: { activity },
    });
    const lesson = makeMaterial(
      findInLibrary('engagement-by-ten'),
      [doing(0, 'E-LIS', 8, 'lecture'), doing(0, 'D-UN', 2, 'lecture'), sweep(1, 'E-LIS', 5)],
      ENGLISH,
    );
    const rows = texts(draw(lesson, 'activities'));
    expect(rows[0]).toMatch(/^listening to a lecture \| 8 \| \d+ \| \d+$/);
    expect(rows.at(-1)).toBe('not said | 5 | 0 | 5');
  });
});

describe('what follows what', () => {
  it('is counted pair by pair', () => {
    const lesson = makeMaterial(
      findInLibrary('behaviour-abc'),
      [tap(1000, 'A-TASK'), tap(2000, 'B-START'), tap(3000, 'C-TALK'), tap(9000, 'A-TASK'), tap(9500, 'B-START')],
      ENGLISH,
    );
    const pairs = draw(lesson, 'pairs');
    expect(pairs.says).toMatch(/^4 pairs of a code and the next one\. Most frequent: Task → No start 2/);
    const chains = draw(lesson, 'chains');
    expect(chains.says).toBe('2 chains; 1 of them from beginning to end.');
    expect(texts(chains)[1]).toMatch(/^0:09 \| Task .* \| No start .* \| –$/);
  });

  it('is read with one tally every three seconds where the protocol says so', () => {
    const lesson = makeMaterial(
      findInLibrary('flanders'),
      [
        { t_ms: 0, action: 'start', code: '5' },
        { t_ms: 9000, action: 'start', code: '8' },
      ],
      { ...ENGLISH, until_ms: 12_000 },
    );
    const matrix = draw(lesson, 'matrix');
    // 10 5 5 5 8 10: five pairs, two of them 5–5.
    expect(matrix.says).toMatch(/^5 pairs/);
    expect(matrix.rule).toContain('one tally every 3 sec');
    expect(texts(matrix)[0]?.endsWith('| 2')).toBe(true);
    expect(matrix.picture.is === 'matrix' && matrix.picture.matrix.heads).toHaveLength(10);
  });
});

describe('passages', () => {
  it('are shown one by one with what they involved', () => {
    const lesson = makeMaterial(
      findInLibrary('lesson-structure'),
      [
        { t_ms: 0, action: 'start', code: 'NEW' },
        { t_ms: 60_000, action: 'start', code: 'TRA', modifiers: { involves: ['places', 'quiet'] } },
        { t_ms: 150_000, action: 'start', code: 'IND' },
        { t_ms: 300_000, action: 'start', code: 'TRA' },
        { t_ms: 330_000, action: 'start', code: 'GRP' },
      ],
      { ...ENGLISH, until_ms: 400_000 },
    );
    const passages = draw(lesson, 'transitions');
    expect(passages.says).toBe('2 stretches, 2:00 in all; the longest 1:30.');
    expect(texts(passages)[0]).toMatch(/^1:00 \| .* \| .*changing places, waiting for quiet \| 1:30$/);
    const involved = texts(draw(lesson, 'involved'));
    expect(involved).toContain('changing places | 1');
    expect(involved).toContain('not said | 1');
  });
});

describe('ratings and ticks', () => {
  it('are said in words, segment by segment', () => {
    const rate = (interval: number, value: number | null): EvidenceFields => ({
      t_ms: 900_000 * interval,
      action: 'rate',
      code: '1.1',
      interval,
      value,
    });
    const lesson = makeMaterial(findInLibrary('time-on-task-elements'), [rate(0, 3), rate(1, null)], ENGLISH);
    const elements = draw(lesson, 'elements');
    expect(elements.says).toBe('2 of 56 ratings given: High 1 and not applicable 1.');
    expect(texts(elements)[0]).toMatch(/: High · .*: not applicable$/);
    expect(elements.rule).toContain('not a measurement');
    expect(draw(lesson, 'areas').says).toMatch(/^Mean levels from Low to High: .* 3 \(1 rating\)\.$/);
  });

  it('tell not seen from left open', () => {
    const [one, two, three] = findInLibrary('universal-design').items.map((item) => item.id);
    const check = (code: string | undefined, value: number | null): EvidenceFields => ({
      t_ms: 1000,
      action: 'check',
      code: code ?? '',
      value,
    });
    const lesson = makeMaterial(
      findInLibrary('universal-design'),
      [check(one, 1), check(two, 0), check(three, null)],
      ENGLISH,
    );
    const checklist = draw(lesson, 'checklist');
    const open = lesson.protocol.items.length - 3;
    expect(checklist.says).toBe(`Seen: 1 of 2 answered. Not applicable: 1; left open: ${open}.`);
    expect(
      texts(checklist)
        .slice(0, 3)
        .map((row) => row.split(' | ').at(-1)),
    ).toEqual(['seen', 'not seen', 'not applicable']);
  });
});

describe('a script', () => {
  it('keeps the words in order, with speaker and tag, the untagged too', () => {
    const lesson = makeMaterial(
      findInLibrary('selective-scripting'),
      [
        { t_ms: 5000, action: 'note', code: 'TQ', note: 'What do you notice?', speaker: 'T' },
        { t_ms: 9000, action: 'note', note: 'It doubles', speaker: 'S' },
      ],
      ENGLISH,
    );
    const script = draw(lesson, 'script');
    expect(texts(script)).toEqual([
      expect.stringMatching(/^0:05 \| Teacher \| .+ \| What do you notice\?$/),
      '0:09 | One student |  | It doubles',
    ]);
    expect(script.says).toContain('without a tag 1');
  });
});
