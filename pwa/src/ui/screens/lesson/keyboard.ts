/** The keys of a hardware keyboard on the pad. */
import type { Protocol } from '../../../core/protocol';
import { findByKey } from './lib';

export type Command =
  | { readonly do: 'undo' | 'note' | 'star' | 'keys' }
  /** The key of a code, pressed or let go. */
  | { readonly do: 'press' | 'release'; readonly code: string };

/** What a key asks for; null if it is none of the pad's, or belongs to what has the focus. */
export function readKey(protocol: Protocol, event: KeyboardEvent): Command | null {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return null;
  const { target, key } = event;
  const isTyping =
    target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
  if (isTyping && !isChoice(target)) return null;
  if (event.type === 'keydown') {
    if (key === 'Escape') return { do: 'undo' };
    if (key === '?') return { do: 'keys' };
    if (key === '*') return { do: 'star' };
    if (key === ' ') return isControl(target) ? null : { do: 'note' };
  }
  const code = findByKey(protocol, key);
  return code === null ? null : { do: event.type === 'keyup' ? 'release' : 'press', code };
}

function isChoice(target: Element): boolean {
  return target instanceof HTMLInputElement && ['radio', 'checkbox'].includes(target.type);
}

/** The space bar presses these. */
function isControl(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLButtonElement ||
    target instanceof HTMLInputElement ||
    (target instanceof HTMLElement && target.tagName === 'SUMMARY')
  );
}
