/** No screen says anything of its own: every sentence, label and hint in the markup comes from `ui/text`. */
import { parse } from 'svelte/compiler';
import { describe, expect, it } from 'vitest';

const files = import.meta.glob<string>('./**/*.svelte', { query: '?raw', import: 'default', eager: true });
/** Attributes that are read or heard. */
const SAID = [
  'alt',
  'aria-description',
  'aria-label',
  'aria-roledescription',
  'aria-valuetext',
  'label',
  'placeholder',
  'title',
];
const WORD = /\p{L}{2,}/u;
/** Same in every language: the app's own name, and the symbol of minutes, a key of the keyboard. */
const SAME = /\b(Backrow|Esc|min)\b/gu;

type Node = { readonly type: string; readonly name?: string; readonly data?: string; readonly value?: unknown };

/** What stands in the markup as a word instead of being taken from a language. */
function listEscaped(source: string): string[] {
  const found: string[] = [];
  walk(parse(source, { modern: true }).fragment, '', found);
  return found;
}

function walk(node: unknown, attribute: string, found: string[]): void {
  if (Array.isArray(node)) return node.forEach((one) => walk(one, attribute, found));
  if (typeof node !== 'object' || node === null) return;
  const { type, name, data, value } = node as Node;
  if (type === 'Attribute' && !SAID.includes(name ?? '')) return;
  // What is compared is not said.
  if (type === 'BinaryExpression') return;
  const within = type === 'Attribute' ? (name ?? '') : attribute;
  if (type === 'Text' && isSaid(data)) found.push(data?.trim() ?? '');
  // A word in an expression of the markup, such as the branch of a condition.
  if (within !== '' && type === 'Literal' && isSaid(value)) found.push(String(value));
  for (const [key, child] of Object.entries(node)) if (key !== 'metadata') walk(child, within, found);
}

function isSaid(text: unknown): boolean {
  return typeof text === 'string' && WORD.test(text.replace(SAME, ''));
}

describe('words in the markup', () => {
  it.each(Object.entries(files))('there are none in %s', (_, source) => {
    expect(listEscaped(source)).toEqual([]);
  });

  it('are found as text, as a label, and within a condition of a label', () => {
    const planted = `<p class="small">Hello <b>{name}</b></p><button aria-label="Close it">×</button><img alt={is ? 'Open now' : t.shut} />`;
    expect(listEscaped(planted)).toEqual(['Hello', 'Close it', 'Open now']);
  });
});
