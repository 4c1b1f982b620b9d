// @vitest-environment jsdom
import { beforeEach, expect, it } from 'vitest';

import { listenForSeats } from './seat-taps';

let map: HTMLElement;
let done: string[];

beforeEach(() => {
  map = document.createElement('div');
  for (const seat of ['A1', 'B2', 'A4']) {
    const button = document.createElement('button');
    button.dataset['seat'] = seat;
    button.dataset['row'] = String(seat.charCodeAt(0) - 65);
    button.dataset['column'] = String(Number(seat.slice(1)) - 1);
    map.append(button);
  }
  document.body.replaceChildren(map);
  done = [];
});

function listen({ links }: { links: boolean }): void {
  const onlink = (from: string, to: string): void => void done.push(`${from} → ${to}`);
  listenForSeats({
    onseat: (seat) => done.push(seat),
    onlink: links ? onlink : null,
    onpress: () => {},
    onPress: true,
  })(map);
}

function find(seat: string): HTMLElement {
  const button = map.querySelector<HTMLElement>(`[data-seat="${seat}"]`);
  if (button === null) throw new Error(seat);
  return button;
}

/** Puts a finger down on one seat and lifts it over another; the browser clicks only where both are the same. */
function draw(from: string, to: string): void {
  document.elementFromPoint = () => find(to);
  find(from).dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerId: 1, pointerType: 'touch' }));
  find(from).dispatchEvent(new PointerEvent('pointerup', { bubbles: true, pointerId: 1, pointerType: 'touch' }));
  if (from === to) find(to).dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 1 }));
}

it('a finger on a seat is one touch', () => {
  listen({ links: false });
  draw('A1', 'A1');
  expect(done).toEqual(['A1']);
});

it('a line from seat to seat is a link, and a touch is still a touch', () => {
  listen({ links: true });
  draw('A1', 'B2');
  draw('B2', 'B2');
  expect(done).toEqual(['A1 → B2', 'B2']);
});

it('the keyboard and the screen reader touch with a click', () => {
  listen({ links: true });
  find('A1').dispatchEvent(new MouseEvent('click', { bubbles: true, detail: 0 }));
  expect(done).toEqual(['A1']);
});

it('an arrow leads to the next seat on its way, over places without one, and stays where there is none', () => {
  listen({ links: false });
  find('A1').focus();
  const press = (key: string): string | undefined => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    return document.activeElement instanceof HTMLElement ? document.activeElement.dataset['seat'] : undefined;
  };
  expect([press('ArrowRight'), press('ArrowRight'), press('ArrowDown'), press('ArrowLeft')]).toEqual([
    'A4',
    'A4',
    'A4',
    'A1',
  ]);
});
