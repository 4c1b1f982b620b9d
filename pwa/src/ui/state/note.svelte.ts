/** The note that is being written: its time is that of its first keystroke, and it is kept while it grows. */
import type { Id } from '../../core/types';
import type { Lesson } from './lesson.svelte';

export type Note = {
  readonly text: string;
  /** The lesson's time of the first keystroke; null while nothing is written. */
  readonly begun_ms: number | null;
  /** How many notes were finished: a sign for the screen that one was kept. */
  readonly kept: number;
  readonly type: (text: string) => void;
  /** Keeps what is written and begins a new note with the next keystroke. */
  readonly finish: () => void;
  readonly stop: () => void;
};

const IDLE_MS = 1_000;

export function startNote(lesson: Lesson): Note {
  let text = $state('');
  let begun = $state<number | null>(null);
  let kept = $state(0);
  let record: Id | null = null;
  let stored = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  function type(next: string): void {
    if (begun === null && next.trim() !== '') begun = lesson.exact();
    text = next;
    clearTimeout(timer);
    timer = setTimeout(keep, IDLE_MS);
  }

  function keep(): void {
    clearTimeout(timer);
    const words = text.trim();
    // What another window took over from is still in the box, for when this one records again.
    if (lesson.isElsewhere) return;
    if (begun === null || words === stored || (words === '' && record === null)) return;
    record = lesson.keepNote({ record, t_ms: begun, text: words });
    stored = words;
  }

  function finish(): void {
    keep();
    if (lesson.isElsewhere) return;
    if (record !== null) kept += 1;
    text = '';
    begun = null;
    record = null;
    stored = '';
  }

  function keepIfHidden(): void {
    if (document.visibilityState === 'hidden') keep();
  }

  document.addEventListener('visibilitychange', keepIfHidden);
  window.addEventListener('pagehide', keep);
  return {
    get text() {
      return text;
    },
    get begun_ms() {
      return begun;
    },
    get kept() {
      return kept;
    },
    type,
    finish,
    stop: () => {
      finish();
      document.removeEventListener('visibilitychange', keepIfHidden);
      window.removeEventListener('pagehide', keep);
    },
  };
}
