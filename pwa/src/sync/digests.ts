/** Whether the rows on this tablet are those the server says it gave. */
import type { Scope } from '../core/types';
import type { Lines } from '../store/replica';
import type { Digests } from './wire';

/** Compares held lines (`record rev`, by scope) with the digests of the same rows; a scope without live rows is absent. */
export async function agree({ held, away }: Lines, said: Digests): Promise<boolean> {
  const scopes = (Object.entries(said) as [Scope, Digests[Scope]][]).filter(([scope]) => !away.has(scope));
  if (scopes.length !== held.size) return false;
  const verdicts = await Promise.all(
    scopes.map(async ([scope, digest]) => {
      const lines = held.get(scope);
      return lines?.length === digest.count && (await digestOf(lines)) === digest.sha256;
    }),
  );
  return verdicts.every(Boolean);
}

/** SHA-256, in hex, of the sorted lines, each closed by a line feed. */
export async function digestOf(lines: readonly string[]): Promise<string> {
  const text = [...lines].sort().map((line) => `${line}\n`);
  const bytes = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text.join('')));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
