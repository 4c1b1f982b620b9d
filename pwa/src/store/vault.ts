/** Whether what this tablet keeps is sealed, and the key it is sealed under while somebody has it open. */
import { refuse } from '../core/problem';
import type { Cipher } from './cipher';

export type Vault = {
  /** Whether what is written from now on is sealed; what was written before opens either way. */
  readonly seals: () => boolean;
  /** Takes the key, and whether to seal under it. */
  readonly use: (cipher: Cipher, seals: boolean) => void;
  readonly seal: (plain: Uint8Array, about: string) => Uint8Array<ArrayBuffer>;
  /** Raises `store_locked` while the key is not here, `store_damaged` for what the key does not open. */
  readonly open: (sealed: Uint8Array, about: string) => Uint8Array<ArrayBuffer>;
};

export function makeVault(): Vault {
  let cipher: Cipher | null = null;
  let seals = false;

  function need(): Cipher {
    if (cipher === null) throw refuse('store_locked', 'What this tablet keeps is sealed, and its key is not here.');
    return cipher;
  }

  return {
    seals: () => seals,
    use: (given, on) => {
      cipher = given;
      seals = on;
    },
    seal: (plain, about) => need().seal(plain, about),
    open: (sealed, about) => {
      const mine = need();
      try {
        return mine.open(sealed, about);
      } catch (error) {
        throw refuse('store_damaged', `${about} does not open: ${String(error)}`);
      }
    },
  };
}
