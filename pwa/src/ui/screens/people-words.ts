/** Which sentence answers a refusal of what is done to people and their ways in. */
import type { Text } from '../text';

export function sayTrouble(code: string, t: Text): string {
  const known: Readonly<Record<string, string>> = t.people.trouble;
  return known[code] ?? t.people.trouble.other;
}
