// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest';

import { listenForTaps } from './taps';

let pad: HTMLElement;
let taps: string[];

beforeEach(() => {
  pad = document.createElement('div');
  for (const code of ['LT', 'SQ']) {
    const key = document.createElement('button');
    key.dataset['code'] = code;
    pad.append(key);
  }
  document.body.replaceChildren(pad);
  taps = [];
});

function listen(onPress: boolean): void {
  listenForTaps({ ontap: (code) => taps.push(code), onPress: () => onPress })(pad);
}

function press(code: string, pointerId = 1): void {
  const key = find(code);
  key.dispatchEvent(new PointerEvent('pointerdown', { bubbles: true, pointerId, pointerType: 'touch' }));
}

function click(code: string, detail: number): void {
  find(code).dispatchEvent(new MouseEvent('click', { bubbles: true, detail }));
}

function find(code: string): HTMLElement {
  const key = pad.querySelector<HTMLElement>(`[data-code="${code}"]`);
  if (key === null) throw new Error(code);
  return key;
}

it('a finger is one tap: its click adds nothing', () => {
  listen(true);
  press('LT');
  click('LT', 1);
  expect(taps).toEqual(['LT']);
});

it('a finger that rests on a key is one tap', () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  listen(true);
  press('LT');
  vi.advanceTimersByTime(5_000);
  find('LT').dispatchEvent(new PointerEvent('pointerup', { bubbles: true, pointerId: 1, pointerType: 'touch' }));
  click('LT', 1);
  vi.useRealTimers();
  expect(taps).toEqual(['LT']);
});

it('two fingers at once are two taps', () => {
  listen(true);
  press('LT', 1);
  press('SQ', 2);
  click('LT', 1);
  click('SQ', 1);
  expect(taps).toEqual(['LT', 'SQ']);
});

it('the click of a finger adds nothing where another key has moved under it', () => {
  listen(true);
  press('LT');
  click('SQ', 1);
  expect(taps).toEqual(['LT']);
});

it('the keyboard taps right after a finger', () => {
  listen(true);
  press('LT');
  click('LT', 1);
  click('LT', 0);
  expect(taps).toEqual(['LT', 'LT']);
});

it('a swipe over keys that scroll taps nothing', () => {
  listen(false);
  press('LT');
  expect(taps).toEqual([]);
  click('SQ', 1);
  expect(taps).toEqual(['SQ']);
});

it.each([
  ['none', true],
  ['one', false],
])('after a finger the browser plays %s of a mouse', (_much, isTappedAtPress) => {
  listen(isTappedAtPress);
  press('LT');
  const lifted = new Event('touchend', { bubbles: true, cancelable: true });
  find('LT').dispatchEvent(lifted);
  expect(lifted.defaultPrevented).toBe(isTappedAtPress);
});
