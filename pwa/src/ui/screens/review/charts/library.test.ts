// @vitest-environment jsdom
import { cleanup, render, screen, within } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';

import { readText } from '../../../../core/protocol';
import { en, es } from '../../../text/testing';
import { chartTimeline } from '../timeline';
import { findInLibrary, listLibrary, makeLesson, makeMaterial } from '../testing';
import { displaysOf, nameDisplay } from './display';
import DisplayFigure from './DisplayFigure.svelte';
import { drawDisplay } from './index';

const LANGUAGES = [
  { language: 'en', t: en },
  { language: 'es', t: es },
];
const PROTOCOLS = listLibrary().map((protocol) => [protocol.id, protocol] as const);

// jsdom lays nothing out, so there is nothing to observe.
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe(): void {}
    unobserve(): void {}
    disconnect(): void {}
  },
);
afterEach(cleanup);

describe.each(PROTOCOLS)('the displays of %s', (_, protocol) => {
  it.each(LANGUAGES)('show picture, sentence, rule and table of a whole lesson ($language)', (spoken) => {
    const material = makeMaterial(protocol, makeLesson(protocol), spoken);
    for (const display of displaysOf(protocol)) {
      const { container } = render(DisplayFigure, { material, display, oncode: vi.fn(), onitem: vi.fn() });
      const figure = within(container);
      const drawn = drawDisplay(material, display);
      expect(drawn?.says.trim(), display.id).not.toBe('');
      expect(drawn?.says, display.id).not.toMatch(/undefined|NaN|null|Infinity/);
      expect(drawn?.rule.trim(), display.id).not.toBe('');
      expect(drawn?.rows.length, display.id).toBeGreaterThan(0);
      expect(container.textContent, display.id).not.toMatch(/undefined|NaN|Infinity/);
      figure.getByRole('heading', { name: readText(display.label, spoken.language), level: 2 });
      cleanup();
    }
    expect(chartTimeline(material).says.trim()).not.toBe('');
  });

  it.each(LANGUAGES)('say of an empty lesson that nothing was recorded, and fail at nothing ($language)', (spoken) => {
    const material = makeMaterial(protocol, [], spoken);
    for (const display of displaysOf(protocol)) {
      const { container } = render(DisplayFigure, { material, display, oncode: vi.fn(), onitem: vi.fn() });
      expect(drawDisplay(material, display)?.says.trim(), display.id).not.toBe('');
      expect(container.textContent, display.id).not.toMatch(/undefined|NaN|Infinity/);
      cleanup();
    }
  });
});

describe('a display', () => {
  it('turns to its table and back, and says there what it is', async () => {
    const protocol = findInLibrary('questioning-wait-time');
    const material = makeMaterial(protocol, makeLesson(protocol), { language: 'en', t: en });
    const [display] = displaysOf(protocol);
    if (display === undefined) throw new Error('no display');
    render(DisplayFigure, { material, display, oncode: vi.fn(), onitem: vi.fn() });
    screen.getByRole('button', { name: 'Table' }).click();
    const table = await screen.findByRole('table');
    within(table).getByRole('columnheader', { name: 'Wait (s)' });
  });

  it('opens the evidence of a line', () => {
    const protocol = findInLibrary('selective-scripting');
    const material = makeMaterial(protocol, makeLesson(protocol), { language: 'en', t: en });
    const [display] = displaysOf(protocol);
    if (display === undefined) throw new Error('no display');
    const onitem = vi.fn();
    const { container } = render(DisplayFigure, { material, display, oncode: vi.fn(), onitem });
    container.querySelector<HTMLButtonElement>('button.line')?.click();
    expect(onitem).toHaveBeenCalledWith(expect.stringMatching(/^item-/));
  });

  it('is suggested where a protocol names none', () => {
    const copus = { ...findInLibrary('copus'), displays: [] };
    const material = makeMaterial(copus, makeLesson(copus), { language: 'en', t: en });
    const suggested = displaysOf(copus);
    expect(suggested.map((display) => nameDisplay(material, display))).toEqual(['Intervals']);
    for (const display of suggested) expect(drawDisplay(material, display)?.rows.length).toBeGreaterThan(0);
  });
});
