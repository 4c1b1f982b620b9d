/** Whether words of a goal or a next step can be looked for in a lesson, or leave open what would be seen. */

// Words that say more or better of something without saying what of it could be counted.
const VAGUE: Readonly<Record<string, RegExp>> = {
  en: /\b(more|less|better|improve|increase|engag\w*|involv\w*|effective\w*|manage\w*|motivat\w*|work on|try)\b/i,
  es: /\b(más|menos|mejor\w*|aument\w*|implic\w*|particip\w*|eficaz|eficac\w*|gestion\w*|motiv\w*|trabajar|intentar)/i,
};

/** Vague words without a number and without a measure: which measure would show it? */
export function isVague(text: string, language: string, hasMeasure: boolean): boolean {
  if (hasMeasure || /\d/.test(text)) return false;
  return (VAGUE[language] ?? VAGUE['en'])?.test(text) ?? false;
}
