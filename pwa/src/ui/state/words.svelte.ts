/** The sentences of the chosen language, for every screen. */
import { untrack } from 'svelte';

import { chooseLanguage, loadText, type Language, type PackName, type Text } from '../text';

let language = $state<Language>('en');
let text = $state.raw<Text | null>(null);
const needed = new Set<PackName>();

export const words = {
  /** True once a language is loaded; no screen is shown before. */
  get ready(): boolean {
    return text !== null;
  },
  get t(): Text {
    if (text === null) throw new Error('a screen was shown before its language was loaded');
    return text;
  },
  get language(): Language {
    return language;
  },
};

/** Takes the first language of the list that Backrow speaks; the page says so to the screen reader too. */
export async function useLanguage(wanted: readonly string[]): Promise<void> {
  const next = chooseLanguage(wanted);
  text = await loadNeeded(next);
  language = next;
  document.documentElement.lang = next;
}

/** Has the sentences of a language on their way before it is sure that it is the one. */
export function warmLanguage(likely: string): void {
  // If they do not come, whoever chooses the language is told.
  loadNeeded(chooseLanguage([likely])).catch(() => undefined);
}

/** Has the sentences of these packs come together with the language, which is not known yet. */
export function expectWords(packs: readonly PackName[]): void {
  packs.forEach((name) => needed.add(name));
}

/** Has the sentences of these packs ready, in this language and in every one that is chosen later. */
export async function needWords(packs: readonly PackName[]): Promise<void> {
  // Whoever asks while drawing must not be drawn anew when a language comes.
  const held = untrack(() => text);
  if (held !== null && packs.every((name) => name in held)) return;
  expectWords(packs);
  const asked = untrack(() => language);
  const found = await loadNeeded(asked);
  // A language that was chosen meanwhile has loaded what is needed by itself.
  if (asked === language) text = found;
}

/** Loads a language with all that is needed, also what came to be needed meanwhile. */
async function loadNeeded(next: Language): Promise<Text> {
  const packs = [...needed];
  const found = await loadText(next, packs);
  return packs.length === needed.size ? found : loadNeeded(next);
}
