/** The office's safekeeping of the keys of tablets. Each raises a refusal: `offline`, `not_fresh` … */
import { toBase64url, toBytes } from '../core/factors';
import { isObject, Refusal } from '../core/problem';
import type { Id } from '../core/types';
import { exchange, orRefuse } from './transport';

const PATH = '/api/v1/me/keys/{id}';

export async function keepKey(id: Id, key: Uint8Array<ArrayBuffer>): Promise<void> {
  const body = { key: toBase64url(key.buffer) };
  orRefuse(await exchange({ path: PATH, id, method: 'PUT', body }, done));
}

/** Gives the key, soon after a sign-in; null if the office does not have it. */
export async function fetchKey(id: Id): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return toBytes(orRefuse(await exchange({ path: PATH, id }, readKey)));
  } catch (error) {
    if (error instanceof Refusal && error.problem.code === 'not_found') return null;
    throw error;
  }
}

export async function forgetKey(id: Id): Promise<void> {
  orRefuse(await exchange({ path: PATH, id, method: 'DELETE' }, done));
}

const done = (): null => null;

function readKey(body: unknown): string | undefined {
  return isObject(body) && typeof body['key'] === 'string' ? body['key'] : undefined;
}
