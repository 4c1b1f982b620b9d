/** The sentences of the chosen language, for every screen. */
import { chooseLanguage, loadText, type Language, type Text } from '../text';

let language = $state<Language>('en');
let text = $state.raw<Text | null>(null);

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
  text = await loadText(next);
  language = next;
  document.documentElement.lang = next;
}
