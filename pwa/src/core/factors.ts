/** Ways to prove oneself beside the password. */
import type { Id } from './types';

export type FactorKind = 'passkey' | 'totp';

export type Factor = {
  readonly id: Id;
  readonly kind: FactorKind;
  readonly name: string;
  readonly made_at: string;
  readonly used_at: string | null;
};

/** A sign-in whose password was right, and how it can go on. */
export type HalfSession = { readonly factors: readonly FactorKind[] };

/** Somebody else who says who a person is: the district's own sign-in. */
export type Provider = { readonly id: string; readonly name: string };

export function toBytes(base64url: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

export function toBase64url(bytes: ArrayBuffer): string {
  const text = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
