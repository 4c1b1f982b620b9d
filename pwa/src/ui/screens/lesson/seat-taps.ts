/** Fingers, mouse, keyboard and switch control on the seats: a touch of a seat, or a line drawn from one to another. */
import { MOST_COLUMNS, MOST_ROWS } from '../../../core/room';

export type SeatRules = {
  readonly onseat: (seat: string) => void;
  /** Drawn from seat to seat; null where no lines are drawn, and then a press is a touch at once. */
  readonly onlink: ((from: string, to: string) => void) | null;
  /** A finger came down: the moment of what it is going to be. */
  readonly onpress: (seat: string) => void;
  /** Where the room scrolls the click decides, so that a swipe touches nothing. */
  readonly onPress: boolean;
};

/** A click this long after the finger was lifted is a press of its own (some screen readers make only clicks). */
const SAME_PRESS_MS = 1_000;

type Way = { readonly row: number; readonly column: number };

const WAYS: Readonly<Record<string, Way>> = {
  ArrowUp: { row: -1, column: 0 },
  ArrowDown: { row: 1, column: 0 },
  ArrowLeft: { row: 0, column: -1 },
  ArrowRight: { row: 0, column: 1 },
};

export function listenForSeats({ onseat, onlink, onpress, onPress }: SeatRules): (map: HTMLElement) => () => void {
  /** Seats that were touched and whose click is still to come, with the moment of lifting; null while a finger rests. */
  const touched = new Map<string, number | null>();
  const fingers = new Map<number, string>();

  function press(event: PointerEvent): void {
    const seat = findSeat(event.target);
    if (seat === null || (event.pointerType === 'mouse' && event.button !== 0)) return;
    onpress(seat);
    if (!onPress) return;
    touched.set(seat, null);
    fingers.set(event.pointerId, seat);
    if (onlink === null) onseat(seat);
  }

  function lift(event: PointerEvent): void {
    const from = fingers.get(event.pointerId);
    if (from === undefined) return;
    fingers.delete(event.pointerId);
    touched.set(from, event.timeStamp);
    if (onlink === null) return;
    // A finger stays with the seat that it pressed; where it is now the page has to tell.
    const to = findSeat(document.elementFromPoint(event.clientX, event.clientY));
    if (to === null) return;
    touched.set(to, event.timeStamp);
    if (to === from) onseat(to);
    else onlink(from, to);
  }

  function click(event: MouseEvent): void {
    const seat = findSeat(event.target);
    if (seat === null) return;
    const lifted = touched.get(seat);
    touched.delete(seat);
    const follows = lifted === null || (lifted !== undefined && event.timeStamp - lifted < SAME_PRESS_MS);
    if (event.detail > 0 && follows) return;
    if (event.detail === 0) onpress(seat);
    onseat(seat);
  }

  /** The arrows lead from seat to seat, over places that have none. */
  function walk(event: KeyboardEvent): void {
    const way = WAYS[event.key];
    const map = event.currentTarget;
    if (way === undefined || !(map instanceof HTMLElement) || !(event.target instanceof HTMLElement)) return;
    const next = findNeighbour(map, event.target, way);
    if (next === null) return;
    event.preventDefault();
    next.focus();
  }

  function forget({ pointerId }: PointerEvent): void {
    touched.delete(fingers.get(pointerId) ?? '');
    fingers.delete(pointerId);
  }

  const keepFocus = (event: Event): void => {
    if (findSeat(event.target) !== null) event.preventDefault();
  };

  return (map) => {
    map.addEventListener('pointerdown', press);
    map.addEventListener('pointerup', lift);
    map.addEventListener('pointercancel', forget);
    map.addEventListener('click', click);
    map.addEventListener('keydown', walk);
    map.addEventListener('mousedown', keepFocus);
    map.addEventListener('contextmenu', keepFocus);
    return () => {
      map.removeEventListener('pointerdown', press);
      map.removeEventListener('pointerup', lift);
      map.removeEventListener('pointercancel', forget);
      map.removeEventListener('click', click);
      map.removeEventListener('keydown', walk);
      map.removeEventListener('mousedown', keepFocus);
      map.removeEventListener('contextmenu', keepFocus);
    };
  };
}

function findSeat(target: EventTarget | null): string | null {
  const seat = target instanceof Element ? target.closest<HTMLButtonElement>('button[data-seat]') : null;
  return seat === null || seat.disabled ? null : (seat.dataset['seat'] ?? null);
}

function findNeighbour(map: HTMLElement, seat: HTMLElement, way: Way): HTMLButtonElement | null {
  const rows = map.querySelectorAll<HTMLButtonElement>('button[data-seat]');
  const places = new Map([...rows].map((one) => [`${one.dataset['row']} ${one.dataset['column']}`, one]));
  const far = Math.max(MOST_ROWS, MOST_COLUMNS);
  for (let step = 1; step <= far; step += 1) {
    const row = Number(seat.dataset['row']) + step * way.row;
    const column = Number(seat.dataset['column']) + step * way.column;
    const found = places.get(`${row} ${column}`);
    if (found !== undefined && !found.disabled) return found;
  }
  return null;
}
