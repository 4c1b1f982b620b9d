/** The note that is being written: its time is that of its first keystroke, and it is kept while it grows. */
import { readTag } from '../../core/script';
import type { Id } from '../../core/types';
import type { Lesson } from './lesson.svelte';

export type Note = {
  readonly text: string;
  /** The lesson's time of the first keystroke; null while nothing is written. */
  readonly begun_ms: number | null;
  /** How many notes were finished: a sign for the screen that one was kept. */
  readonly kept: number;
  /** Whose words come next; stays until another speaker is chosen. Null in a protocol without a script. */
  readonly speaker: string | null;
  /** The tag of the line that is being written. */
  readonly code: string | null;
  readonly type: (text: string) => void;
  readonly say: (speaker: string) => void;
  /** Tags the line that is being written; the same tag once more is taken off. */
  readonly tag: (code: string) => void;
  /** Keeps what is written and begins a new note with the next keystroke. */
  readonly finish: () => void;
  readonly stop: () => void;
};

const IDLE_MS = 1_000;

export function startNote(lesson: Lesson): Note {
  const protocol = lesson.known.body;
  let text = $state('');
  let begun = $state<number | null>(null);
  let kept = $state(0);
  let speaker = $state(protocol.script?.speakers[0]?.id ?? null);
  let code = $state<string | null>(null);
  let record: Id | null = null;
  let stored = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  function type(next: string): void {
    if (begun === null && next.trim() !== '') begun = lesson.exact();
    const tagged = readTag(protocol, next, { isWhole: false });
    text = tagged.text;
    if (tagged.code !== null) setTag(tagged.code);
    clearTimeout(timer);
    timer = setTimeout(keep, IDLE_MS);
  }

  function keep(): void {
    clearTimeout(timer);
    const words = text.trim();
    // What another window took over from is still in the box, for when this one records again.
    if (lesson.isElsewhere) return;
    if (begun === null || words === stored || (words === '' && record === null)) return;
    record = lesson.keepNote({ record, t_ms: begun, text: words, speaker, code });
    stored = words;
  }

  /** What is on disk already is changed there; the rest goes with the words. */
  function say(next: string): void {
    speaker = next;
    if (record !== null) lesson.change(record, { speaker: next });
  }

  /** A tag that is being typed gives way to the one that is touched. */
  function tag(next: string): void {
    text = readTag(protocol, text, { isWhole: true }).text;
    setTag(code === next ? null : next);
  }

  function setTag(next: string | null): void {
    code = next;
    if (record !== null) lesson.change(record, { code: next });
  }

  function finish(): void {
    if (lesson.isElsewhere) return;
    const tagged = readTag(protocol, text, { isWhole: true });
    text = tagged.text;
    if (tagged.code !== null) setTag(tagged.code);
    keep();
    if (record !== null) kept += 1;
    text = '';
    begun = null;
    code = null;
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
    get speaker() {
      return speaker;
    },
    get code() {
      return code;
    },
    type,
    say,
    tag,
    finish,
    stop: () => {
      finish();
      document.removeEventListener('visibilitychange', keepIfHidden);
      window.removeEventListener('pagehide', keep);
    },
  };
}
