/** Asks the browser for passkeys. Each gives null when the person or the browser would not. */
import { toBase64url, toBytes } from '../../core/factors';
import type { CredentialQuestion } from '../../sync/factors';

export const hasPasskeys = (): boolean => typeof PublicKeyCredential === 'function';

type Described = { readonly id: string; readonly type: 'public-key' };

/** Makes a passkey for what the office asks. */
export async function makePasskey(asked: CredentialQuestion): Promise<CredentialQuestion | null> {
  const wanted = asked as unknown as PublicKeyCredentialCreationOptionsJSON;
  const publicKey: PublicKeyCredentialCreationOptions = {
    ...(asked as unknown as PublicKeyCredentialCreationOptions),
    challenge: toBytes(wanted.challenge),
    user: { ...wanted.user, id: toBytes(wanted.user.id) },
    excludeCredentials: readDescribed(wanted.excludeCredentials as readonly Described[] | undefined),
  };
  const made = await orNull(() => navigator.credentials.create({ publicKey }));
  if (made === null || !(made.response instanceof AuthenticatorAttestationResponse)) return null;
  return write(made, { attestationObject: toBase64url(made.response.attestationObject) });
}

/** Signs what the office asks with a passkey that was made before. */
export async function usePasskey(asked: CredentialQuestion): Promise<CredentialQuestion | null> {
  const wanted = asked as unknown as PublicKeyCredentialRequestOptionsJSON;
  const publicKey: PublicKeyCredentialRequestOptions = {
    ...(asked as unknown as PublicKeyCredentialRequestOptions),
    challenge: toBytes(wanted.challenge),
    allowCredentials: readDescribed(wanted.allowCredentials as readonly Described[] | undefined),
  };
  const made = await orNull(() => navigator.credentials.get({ publicKey }));
  if (made === null || !(made.response instanceof AuthenticatorAssertionResponse)) return null;
  const { authenticatorData, signature } = made.response;
  return write(made, { authenticatorData: toBase64url(authenticatorData), signature: toBase64url(signature) });
}

/** A passkey's own secret (the PRF extension of WebAuthn level 3): always the same for one credential and salt. */
export type PasskeySecret = {
  readonly credential: Uint8Array<ArrayBuffer>;
  readonly salt: Uint8Array<ArrayBuffer>;
  readonly secret: Uint8Array;
};

/** Makes a passkey of this device that has a secret; no office is asked. `name` is what the device calls it. */
export async function makePasskeyWithSecret(name: string): Promise<PasskeySecret | null> {
  const salt = drawBytes(32);
  const publicKey: PublicKeyCredentialCreationOptions = {
    challenge: drawBytes(32),
    rp: { name: 'Backrow' },
    user: { id: drawBytes(16), name, displayName: name },
    // ES256, EdDSA and RS256: what any device makes.
    pubKeyCredParams: [-7, -8, -257].map((alg) => ({ type: 'public-key', alg })),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
    extensions: { prf: { eval: { first: salt } } },
  };
  const made = await orNull(() => navigator.credentials.create({ publicKey }));
  if (made === null) return null;
  const credential = new Uint8Array(made.rawId);
  const secret = secretOf(made);
  // Some devices give the secret only when the passkey is used.
  if (secret === null && made.getClientExtensionResults().prf?.enabled !== true) return null;
  return secret === null ? askPasskeySecret([{ credential, salt }]) : { credential, salt, secret };
}

/** Asks for one of the passkeys that were made here. */
export async function askPasskeySecret(known: readonly Omit<PasskeySecret, 'secret'>[]): Promise<PasskeySecret | null> {
  const publicKey: PublicKeyCredentialRequestOptions = {
    challenge: drawBytes(32),
    allowCredentials: known.map(({ credential }) => ({ id: credential, type: 'public-key' })),
    userVerification: 'required',
    extensions: {
      prf: {
        evalByCredential: Object.fromEntries(
          known.map(({ credential, salt }) => [nameOf(credential), { first: salt }]),
        ),
      },
    },
  };
  const used = await orNull(() => navigator.credentials.get({ publicKey }));
  const secret = used === null ? null : secretOf(used);
  const mine = known.find(({ credential }) => used?.id === nameOf(credential));
  return secret === null || mine === undefined ? null : { ...mine, secret };
}

function secretOf(made: PublicKeyCredential): Uint8Array | null {
  const first = made.getClientExtensionResults().prf?.results?.first;
  if (first === undefined) return null;
  return ArrayBuffer.isView(first) ? new Uint8Array(first.buffer) : new Uint8Array(first);
}

function nameOf(credential: Uint8Array<ArrayBuffer>): string {
  return toBase64url(credential.buffer);
}

function drawBytes(count: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(count));
}

function readDescribed(list: readonly Described[] = []): PublicKeyCredentialDescriptor[] {
  return list.map(({ id, type }) => ({ id: toBytes(id), type }));
}

function write(made: PublicKeyCredential, response: Record<string, string>): CredentialQuestion {
  const clientDataJSON = toBase64url(made.response.clientDataJSON);
  return { id: made.id, rawId: toBase64url(made.rawId), type: made.type, response: { clientDataJSON, ...response } };
}

/** A person who closes the browser's window has not failed; nor has one whose browser cannot at this address. */
async function orNull(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential | null> {
  try {
    const made = await ask();
    return made instanceof PublicKeyCredential ? made : null;
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}
