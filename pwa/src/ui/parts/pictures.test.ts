import { describe, expect, it } from 'vitest';

import { findEnd, placeDots, tickSeconds } from './dots';
import { drawArrow, drawLegs, placeStops, type Room, type Seat } from './seats';
import { drawCells } from './strips';

const wait = (seconds: number) => ({ seconds, item: null, label: '' });

describe('the dots of waits', () => {
  it('have an axis that reaches past the line, and past most of them', () => {
    expect(findEnd([1, 1, 2, 2], 3)).toBe(6);
    expect(findEnd([1, 2, 5, 8, 9], 3)).toBe(9);
    expect(findEnd([1, 1, 1, 2, 2, 2, 70], 3)).toBe(6);
    expect(tickSeconds(6)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(tickSeconds(20)).toEqual([0, 5, 10, 15, 20]);
  });

  it('stand on each other where waits are alike, and at the end where they are longer', () => {
    const { dots, height } = placeDots([wait(3), wait(3), wait(60), wait(1)], 6);
    expect(dots.map(({ at, row }) => [at, row])).toEqual([
      [10 / 60, 0],
      [30 / 60, 0],
      [30 / 60, 1],
      [1, 0],
    ]);
    expect(height).toBe(2);
  });
});

describe('the cells of intervals', () => {
  it('are told apart where they are few and run together where they are many', () => {
    expect(drawCells([0, 1, 3], 25).match(/M/g)).toHaveLength(3);
    expect(drawCells([0, 1, 3], 180).match(/M/g)).toHaveLength(2);
    expect(drawCells([], 25)).toBe('');
  });
});

describe('lines between seats', () => {
  const seat = (id: string, column: number): Seat => ({ id, row: 0, column, value: '', parts: [], empty: false });
  const room: Room = { rows: 1, columns: 2, seats: [seat('A1', 0), seat('A2', 1)], arrows: [], path: [] };

  it('bow to different sides there and back', () => {
    const there = drawArrow(seat('A1', 0), seat('A2', 1));
    const back = drawArrow(seat('A2', 1), seat('A1', 0));
    expect(there.middle[1]).toBeGreaterThan(39);
    expect(back.middle[1]).toBeLessThan(39);
  });

  it('lead from stop to stop, a second stop at a seat beside the first', () => {
    const stops = placeStops({ ...room, path: ['A1', 'A2', 'A1', 'Z9'] });
    expect(stops).toHaveLength(3);
    expect(stops[2]).not.toEqual(stops[0]);
    expect(drawLegs(stops)).toHaveLength(2);
  });
});
