/** Where seats stand in the review: those of the room, and those recorded that the room does not have. */
import type { Protocol } from './protocol';
import { placesOf, startRoom, type Room } from './room';

export type SeatPlace = { readonly id: string; readonly row: number; readonly column: number };
export type SeatPlan = { readonly rows: number; readonly columns: number; readonly places: readonly SeatPlace[] };

const NO_ROOM: SeatPlan = { rows: 0, columns: 0, places: [] };
const ACROSS = 6;

/** The room of the observation, else as the protocol offers it; seats unknown to it stand in rows of their own behind. */
export function placeSeats(
  protocol: Protocol,
  { room, recorded }: { room: Room | undefined; recorded: readonly string[] },
): SeatPlan {
  const plan = planOf(room ?? (protocol.seatmap === undefined ? undefined : startRoom(protocol.seatmap)), recorded);
  const known = new Set(plan.places.map((place) => place.id));
  const others = [...new Set(recorded)].filter((id) => !known.has(id)).sort(byName);
  const columns = Math.max(plan.columns, Math.min(ACROSS, others.length));
  const behind = others.map((id, i) => ({ id, row: plan.rows + Math.floor(i / columns), column: i % columns }));
  return {
    rows: plan.rows + Math.ceil(others.length / Math.max(1, columns)),
    columns,
    places: [...plan.places, ...behind],
  };
}

/** A place that was made empty after something was recorded there is shown all the same. */
function planOf(room: Room | undefined, recorded: readonly string[]): SeatPlan {
  if (room === undefined) return NO_ROOM;
  const places = placesOf(room)
    .filter(({ seat, isEmpty }) => !isEmpty || recorded.includes(seat))
    .map(({ seat, row, column }) => ({ id: seat, row, column }));
  return { rows: room.rows, columns: room.columns, places };
}

function byName(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
