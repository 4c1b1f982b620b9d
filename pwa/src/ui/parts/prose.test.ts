// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/svelte';
import { afterEach, describe, expect, it, vi } from 'vitest';

import Prose from './Prose.svelte';

afterEach(cleanup);

const box = (): HTMLTextAreaElement => screen.getByRole<HTMLTextAreaElement>('textbox');

describe('a text that is kept by itself', () => {
  it('is kept when it is left, once', async () => {
    const onkeep = vi.fn();
    render(Prose, { label: 'Note', value: '', onkeep });
    await fireEvent.input(box(), { target: { value: 'Seen' } });
    await fireEvent.blur(box());
    await fireEvent.blur(box());
    expect(onkeep.mock.calls).toEqual([['Seen']]);
  });

  it('is kept after a rest, and when it is taken off the screen', async () => {
    vi.useFakeTimers();
    const onkeep = vi.fn();
    const { unmount } = render(Prose, { label: 'Note', value: '', onkeep });
    await fireEvent.input(box(), { target: { value: 'One' } });
    vi.advanceTimersByTime(1_100);
    expect(onkeep.mock.calls).toEqual([['One']]);
    await fireEvent.input(box(), { target: { value: 'Two' } });
    unmount();
    expect(onkeep.mock.calls.at(-1)).toEqual(['Two']);
    vi.useRealTimers();
  });

  it('follows the record again once that has moved on', async () => {
    const onkeep = vi.fn();
    const { rerender } = render(Prose, { label: 'Note', value: 'Old', onkeep });
    await fireEvent.input(box(), { target: { value: 'Mine' } });
    await fireEvent.blur(box());
    await rerender({ label: 'Note', value: 'Mine', onkeep });
    await rerender({ label: 'Note', value: 'Theirs and mine', onkeep });
    expect(box().value).toBe('Theirs and mine');
  });

  it('is not taken from under the hand that writes', async () => {
    const onkeep = vi.fn();
    const { rerender } = render(Prose, { label: 'Note', value: 'Old', onkeep });
    await fireEvent.input(box(), { target: { value: 'Still writing' } });
    await rerender({ label: 'Note', value: 'Theirs', onkeep });
    expect(box().value).toBe('Still writing');
  });
});
