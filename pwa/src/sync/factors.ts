/** What the office is asked about second factors and district sign-in. Each raises a refusal: `signed_out`, `offline` … */
import { isObject } from '../core/problem';
import type { Factor, FactorKind, HalfSession, Provider } from '../core/factors';
import type { Id, Session } from '../core/types';
import { exchange, orRefuse, readSession } from './transport';

export type FactorList = {
  readonly factors: readonly Factor[];
  readonly recovery_left: number;
  readonly required: boolean;
};
export type SecondStep = { readonly factors: readonly FactorKind[]; readonly passkey: CredentialQuestion | null };
/** What a browser is asked to make or to sign, as JSON. */
export type CredentialQuestion = Readonly<Record<string, unknown>>;
export type TotpOffer = { readonly secret: string; readonly uri: string; readonly svg: string };
export type Added = { readonly factor: Factor; readonly recovery_codes: readonly string[] };
export type Proof = { readonly code: string } | { readonly passkey: CredentialQuestion };

const FACTORS = '/api/v1/session/factors';
const SECOND = '/api/v1/session/second';

export async function signInByPassword(email: string, password: string): Promise<Session | HalfSession> {
  const body = { email, password };
  return orRefuse(await exchange({ path: '/api/v1/session', method: 'POST', body }, readEither));
}

export async function fetchSecondStep(): Promise<SecondStep> {
  return orRefuse(await exchange({ path: SECOND }, readFactored<SecondStep>));
}

export async function proveSecond(proof: Proof): Promise<Session> {
  return orRefuse(await exchange({ path: SECOND, method: 'POST', body: proof }, readSession));
}

export async function fetchFactors(): Promise<FactorList> {
  return orRefuse(await exchange({ path: FACTORS }, readFactored<FactorList>));
}

export async function offerTotp(): Promise<TotpOffer> {
  return orRefuse(await exchange({ path: `${FACTORS}/totp`, method: 'POST', body: {} }, readOffer));
}

export async function addTotp(code: string, name: string): Promise<Added> {
  return orRefuse(await exchange({ path: `${FACTORS}/totp`, method: 'PUT', body: { code, name } }, readAdded));
}

export async function offerPasskey(): Promise<CredentialQuestion> {
  return orRefuse(await exchange({ path: `${FACTORS}/passkey`, method: 'POST', body: {} }, readQuestion));
}

export async function addPasskey(passkey: CredentialQuestion, name: string): Promise<Added> {
  return orRefuse(await exchange({ path: `${FACTORS}/passkey`, method: 'PUT', body: { passkey, name } }, readAdded));
}

export async function removeFactor(id: Id): Promise<void> {
  orRefuse(await exchange({ path: `${FACTORS}/{id}`, id, method: 'DELETE' }, () => null));
}

export async function renewRecoveryCodes(): Promise<readonly string[]> {
  return orRefuse(await exchange({ path: `${FACTORS}/recovery`, method: 'POST', body: {} }, readCodes));
}

export async function fetchProviders(): Promise<readonly Provider[]> {
  return orRefuse(await exchange({ path: '/api/v1/session/providers' }, readProviders));
}

function readEither(body: unknown): Session | HalfSession | undefined {
  return readSession(body) ?? readFactored<HalfSession>(body);
}

function readFactored<T>(body: unknown): T | undefined {
  return isObject(body) && Array.isArray(body['factors']) ? (body as T) : undefined;
}

function readOffer(body: unknown): TotpOffer | undefined {
  return isObject(body) && typeof body['svg'] === 'string' ? (body as TotpOffer) : undefined;
}

function readAdded(body: unknown): Added | undefined {
  return isObject(body) && Array.isArray(body['recovery_codes']) ? (body as Added) : undefined;
}

function readCodes(body: unknown): readonly string[] | undefined {
  return readAdded(body)?.recovery_codes;
}

function readQuestion(body: unknown): CredentialQuestion | undefined {
  return isObject(body) && isObject(body['passkey']) ? body['passkey'] : undefined;
}

function readProviders(body: unknown): readonly Provider[] | undefined {
  return isObject(body) && Array.isArray(body['providers']) ? (body['providers'] as readonly Provider[]) : undefined;
}
