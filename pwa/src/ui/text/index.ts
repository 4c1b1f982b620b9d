/** The languages of the screens; each comes in files of its own, when it is chosen and when a screen needs them. */
import { PACKS, type Language, type PackName, type Text } from './packs';

export type { Language, PackName, Text } from './packs';

export const LANGUAGES: readonly Language[] = ['en', 'es'];

/** The first language of the list that Backrow speaks; English if none. Language tags as a browser gives them. */
export function chooseLanguage(wanted: readonly string[]): Language {
  const known = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'en' || tag === 'es');
  return known === 'es' ? 'es' : 'en';
}

/** Loads the sentences of a language: those of the shell, and these packs. */
export async function loadText(language: Language, packs: readonly PackName[]): Promise<Text> {
  const [base, ...loaded] = await Promise.all([
    loadBase(language),
    ...packs.map(async (name) => [name, await PACKS[name][language]()] as const),
  ]);
  // A pack that no open screen needs is missing; `packs.test.ts` holds that each screen names what it needs.
  return { ...base, ...Object.fromEntries(loaded) } as Text;
}

async function loadBase(language: Language) {
  return language === 'es' ? (await import('./es')).es : (await import('./en')).en;
}
