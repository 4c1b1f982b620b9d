// @vitest-environment jsdom
import { expect, test } from 'vitest';

import library from '../../../generated/library.json';
import type { Protocol } from '../../../core/protocol';
import { readKey } from './keyboard';

const protocol = library.find((one) => one.slug === 'fill-plus')?.body as unknown as Protocol;

/** What a key asks for while the focus is on an element. */
function press(key: string, on = 'div', options: KeyboardEventInit & { type?: string } = {}): unknown {
  const [tag = 'div', type] = on.split(':');
  const element = document.createElement(tag);
  if (type !== undefined && element instanceof HTMLInputElement) element.type = type;
  document.body.append(element);
  const event = new KeyboardEvent(options.type ?? 'keydown', { key, bubbles: true, ...options });
  element.dispatchEvent(event);
  return readKey(protocol, event);
}

test('each code has its key, whatever the capitals, pressed and let go', () => {
  for (const { id, key = '' } of protocol.codes) {
    expect(press(key.toUpperCase())).toEqual({ do: 'press', code: id });
    expect(press(key, 'button', { type: 'keyup' })).toEqual({ do: 'release', code: id });
  }
});

test('escape undoes, space writes, a star stars and a question mark shows the keys', () => {
  expect(['Escape', ' ', '*', '?'].map((key) => press(key))).toEqual(
    ['undo', 'note', 'star', 'keys'].map((name) => ({ do: name })),
  );
});

test('space presses the button that has the focus, and opens no note', () => {
  expect(['button', 'summary', 'input:radio'].map((on) => press(' ', on))).toEqual([null, null, null]);
});

test('what is typed into a field is no tap', () => {
  const key = protocol.codes[0]?.key ?? '';
  expect(['input:text', 'textarea', 'select'].map((on) => press(key, on))).toEqual([null, null, null]);
});

test('a key held down and a shortcut of the browser are no taps', () => {
  const key = protocol.codes[0]?.key ?? '';
  expect([press(key, 'div', { repeat: true }), press(key, 'div', { ctrlKey: true })]).toEqual([null, null]);
});
