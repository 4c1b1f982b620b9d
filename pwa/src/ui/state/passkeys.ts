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
