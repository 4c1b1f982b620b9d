/** What the settings compute. */

const SHORTEST = 8;

/** What is wrong with a new passphrase; null if nothing is. */
export function checkPassphrase(fresh: string, again: string): 'tooShort' | 'different' | null {
  if ([...fresh].length < SHORTEST) return 'tooShort';
  return fresh === again ? null : 'different';
}
