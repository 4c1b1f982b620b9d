/**
 * The passphrase that opens this tablet's screen for one person, with no network. It is kept as a slow digest only: the
 * lock keeps eyes off an unattended tablet, it does not encrypt what is stored.
 */
import type { Settings } from './settings';

/** PBKDF2-HMAC-SHA-256 as OWASP's password storage cheat sheet (2023) asks for. */
const ROUNDS = 600_000;
const NAME = 'lock';

type Kept = { readonly salt: Uint8Array<ArrayBuffer>; readonly rounds: number; readonly digest: Uint8Array };

export type Lock = {
  readonly isSet: () => Promise<boolean>;
  /** Takes a passphrase in the place of any that was there. */
  readonly choose: (passphrase: string) => Promise<void>;
  /** Whether this is the passphrase; false too if none was chosen. */
  readonly fits: (passphrase: string) => Promise<boolean>;
  readonly remove: () => Promise<void>;
};

export function openLock(settings: Settings, rounds = ROUNDS): Lock {
  const read = (): Promise<Kept | null> => settings.get<Kept | null>(NAME, null);
  return {
    isSet: async () => (await read()) !== null,
    choose: async (passphrase) => {
      const salt = crypto.getRandomValues(new Uint8Array(16));
      await settings.set(NAME, { salt, rounds, digest: await digest(passphrase, salt, rounds) });
    },
    fits: async (passphrase) => {
      const kept = await read();
      if (kept === null) return false;
      const found = await digest(passphrase, kept.salt, kept.rounds);
      return found.every((byte, place) => byte === kept.digest[place]);
    },
    remove: () => settings.set(NAME, null),
  };
}

/** One text, however a keyboard composes its letters. */
async function digest(passphrase: string, salt: Uint8Array<ArrayBuffer>, rounds: number): Promise<Uint8Array> {
  const typed = new TextEncoder().encode(passphrase.normalize('NFKC'));
  const key = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveBits']);
  const bits = await crypto.subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations: rounds }, key, 256);
  return new Uint8Array(bits);
}
