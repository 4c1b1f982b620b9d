/** The languages of the screens; each comes as a file of its own, when it is chosen. */
import type { Text } from './en';

export type { Text } from './en';
export type Language = 'en' | 'es';

export const LANGUAGES: readonly Language[] = ['en', 'es'];

/** The first language of the list that Backrow speaks; English if none. Language tags as a browser gives them. */
export function chooseLanguage(wanted: readonly string[]): Language {
  const known = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'en' || tag === 'es');
  return known === 'es' ? 'es' : 'en';
}

/** Loads the sentences of a language. */
export async function loadText(language: Language): Promise<Text> {
  return language === 'es' ? (await import('./es')).es : (await import('./en')).en;
}
