import { describe, expect, it } from 'vitest';

import { startRoom } from './room';
import { placeSeats } from './seats';
import { complete } from './vectors';

const seatmap = { layout: 'rows', rows: 2, columns: 3 } as const;
const protocol = complete({ seatmap });

describe('seats', () => {
  it('stand as the protocol offers them where the observation says nothing of its room', () => {
    const plan = placeSeats(protocol, { room: undefined, recorded: [] });
    expect(plan.places.map(({ id }) => id)).toEqual(['A1', 'A2', 'A3', 'B1', 'B2', 'B3']);
  });

  it('stand as in the room of the observation, places without a seat left out', () => {
    const room = { ...startRoom(seatmap), rows: 1, empty: ['A2', 'A3'] };
    const plan = placeSeats(protocol, { room, recorded: ['A3'] });
    expect(plan.places.map(({ id }) => id)).toEqual(['A1', 'A3']);
    expect(plan).toMatchObject({ rows: 1, columns: 3 });
  });

  it('stand at the back when the room does not have them', () => {
    const plan = placeSeats(protocol, { room: undefined, recorded: ['window', 'door'] });
    expect(plan.rows).toBe(3);
    expect(plan.places.filter(({ row }) => row === 2).map(({ id }) => id)).toEqual(['door', 'window']);
  });

  it('stand in a room of which nothing is known', () => {
    const plan = placeSeats(complete({}), { room: undefined, recorded: ['4', '11', '2'] });
    expect(plan).toMatchObject({ rows: 1, columns: 3 });
    expect(plan.places.map(({ id }) => id)).toEqual(['2', '4', '11']);
  });
});
