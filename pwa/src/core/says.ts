/** Numbers and the one sentence that explains each, from the templates that the server uses too. */
import messages from '../generated/messages.json';
import type { Parts } from './parts';

export type SaysKey = keyof typeof messages.says;
/** Numbers are shown with at most one decimal; strings stand as they are. */
export type Facts = Readonly<Record<string, number | string>>;

/** What a measure came to, before it is put into words. */
export type Figure = {
  readonly value: number | null;
  readonly unit: string;
  readonly n: number;
  readonly key: SaysKey;
  readonly facts: Facts;
  /** Without them lessons can not be taken together. */
  readonly parts?: Parts;
};

/** Say a figure in a language; English where there is no such language. */
export function say(key: SaysKey, facts: Facts, language: string): string {
  const texts: Readonly<Record<string, string>> = messages.says[key];
  const text = texts[language] ?? messages.says[key].en;
  return text.replace(/\{(\w+)\}/g, (_, name: string) => showFact(facts[name] ?? '', language));
}

function showFact(fact: number | string, language: string): string {
  return typeof fact === 'number' ? showNumber(fact, language) : fact;
}

/** At most one decimal, halves up, with the language's decimal sign. */
export function showNumber(value: number, language: string): string {
  const rounded = String(Math.floor(value * 10 + 0.5) / 10);
  return language === 'es' ? rounded.replace('.', ',') : rounded;
}

/** Minutes and seconds, m:ss. */
export function showTime(ms: number): string {
  const seconds = Math.floor(ms / 1000 + 0.5);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

export function nothing(unit: string, n = 0, parts?: Parts): Figure {
  return { value: null, unit, n, key: 'none', facts: {}, ...(parts === undefined ? {} : { parts }) };
}
