/**
 * XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03), the nonce drawn at random and kept in front. It answers at once, so
 * that values can be sealed and opened inside a transaction, which waits for no promise but its own.
 */
import { xchacha20poly1305 } from '@noble/ciphers/chacha.js';

/** Of a key, in bytes. */
export const KEY_BYTES = 32;
const NONCE_BYTES = 24;

export type Cipher = {
  /** `about` names what is sealed; only under the same name it opens again. */
  readonly seal: (plain: Uint8Array, about: string) => Uint8Array<ArrayBuffer>;
  /** Raises Error if key, name or a single bit is another. */
  readonly open: (sealed: Uint8Array, about: string) => Uint8Array<ArrayBuffer>;
};

export function makeCipher(key: Uint8Array): Cipher {
  const encoder = new TextEncoder();
  return {
    seal: (plain, about) => {
      const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
      const box = xchacha20poly1305(key, nonce, encoder.encode(about)).encrypt(plain);
      const sealed = new Uint8Array(NONCE_BYTES + box.length);
      sealed.set(nonce);
      sealed.set(box, NONCE_BYTES);
      return sealed;
    },
    open: (sealed, about) => {
      // A copy: what comes out of a database need not be an array of this window.
      const all = new Uint8Array(sealed);
      const nonce = all.slice(0, NONCE_BYTES);
      const box = all.subarray(NONCE_BYTES);
      return new Uint8Array(xchacha20poly1305(key, nonce, encoder.encode(about)).decrypt(box));
    },
  };
}
