/** The only place that fetches. Every answer is a body of ours, a problem of ours, or "offline". */
import type { Problem } from '../core/problem';
import { isObject, parseProblem, Refusal, refuse } from '../core/problem';
import type { Id, Scope, Session } from '../core/types';
import type {
  HelloBody,
  Path,
  PullBody,
  PushBody,
  PushEnvelope,
  ReconcileBody,
  ReconcileEnvelope,
  Told,
  UploadBody,
} from './wire';
import { PROTO } from './wire';

/** `silent`: no answer in time, so the network may be too slow for what was asked. */
export type Answer<T> =
  | { readonly ok: true; readonly body: T }
  | { readonly ok: false; readonly why: 'offline' | 'silent' }
  | { readonly ok: false; readonly why: 'problem'; readonly problem: Problem; readonly retry_after_ms: number | null };

export type Transport = {
  readonly hello: () => Promise<Answer<HelloBody>>;
  readonly push: (envelope: PushEnvelope) => Promise<Answer<PushBody>>;
  readonly pull: (asked: PullQuestion) => Promise<Answer<PullBody>>;
  readonly reconcile: (envelope: ReconcileEnvelope) => Promise<Answer<ReconcileBody>>;
};

export type PullQuestion = {
  readonly user: Id;
  readonly device: Id | null;
  readonly cursor: string | null;
  readonly digests: boolean;
  /** Rows of this scope alone; its cursors go on with it only. */
  readonly scope?: Scope;
};

/** The bytes of photos, by the record of their attachment. */
export type BlobTransport = {
  /** Begins an upload, or finds out how far it is. */
  readonly begin: (record: Id) => Promise<Answer<UploadBody>>;
  readonly append: (record: Id, offset: number, piece: ArrayBuffer) => Promise<Answer<UploadBody>>;
  readonly fetch: (record: Id) => Promise<Answer<Blob>>;
};

type Request = {
  readonly path: Path;
  /** What stands for `{id}` in the path. */
  readonly id?: Id;
  readonly query?: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  /** Bytes that travel as they are, from `offset` on. */
  readonly piece?: { readonly offset: number; readonly bytes: ArrayBuffer };
  readonly limit_ms?: number;
};

const PATIENCE_MS = 20_000;
/** A day of taps over a link of 50 kbit/s. */
const BULK_PATIENCE_MS = 90_000;
/** Below this, packing costs more than it saves. */
const WORTH_PACKING = 1_024;
const PAGE = 1_000;

/** The way to the server that served the app. */
export const transport: Transport = {
  hello: () => exchange({ path: '/api/v1/sync/hello' }, readSynced<HelloBody>),
  push: (envelope) =>
    exchange({ path: '/api/v1/sync/push', method: 'POST', body: envelope, ...BULK }, readSynced<PushBody>),
  pull: (asked) => exchange({ path: '/api/v1/sync/pull', query: toQuery(asked), ...BULK }, readSynced<PullBody>),
  reconcile: (envelope) =>
    exchange({ path: '/api/v1/sync/reconcile', method: 'POST', body: envelope }, readSynced<ReconcileBody>),
};

/** The way of photos to the same server, and back. */
export const blobTransport: BlobTransport = {
  begin: (id) => exchange({ path: BLOB, id, method: 'PUT' }, readUpload),
  append: (id, offset, bytes) =>
    exchange({ path: BLOB, id, method: 'PATCH', piece: { offset, bytes }, ...BULK }, readUpload),
  fetch: (id) => ask({ path: BLOB, id, ...BULK }, readPicture),
};

/** A file that the office makes, with the name it gives it. */
export type OfficeFile = { readonly name: string; readonly blob: Blob };

/** Fetches a file. Raises a refusal: `not_found`, `forbidden`, `offline` … */
export async function fetchFile(path: Path, id: Id | null, query: string): Promise<OfficeFile> {
  return orRefuse(await ask({ path, ...(id === null ? {} : { id }), query, ...BULK }, readFile));
}

/** Tells whether the person's calendar has an address. Raises a refusal. */
export async function tellFeed(): Promise<Feed> {
  return orRefuse(await exchange({ path: FEED }, readFeed));
}

/** Makes an address for the person's calendar, ending the one before. Raises a refusal. */
export async function makeFeed(names: boolean): Promise<Feed> {
  return orRefuse(await exchange({ path: FEED, method: 'POST', body: { names } }, readFeed));
}

/** Ends the address of the person's calendar. Raises a refusal. */
export async function endFeed(): Promise<void> {
  orRefuse(await exchange({ path: FEED, method: 'DELETE' }, () => null));
}

export type Feed = { readonly made_at: string | null; readonly names: boolean; readonly address?: string };

/** Gives a record's changes in the order in which the office stored them. Raises a refusal: `not_found`, `offline` … */
export async function tellHistory(record: Id): Promise<readonly Told[]> {
  return orRefuse(await exchange({ path: '/api/v1/records/{id}/history', id: record }, readHistory));
}

/** Gives who is signed in. Raises a refusal: `signed_out`, `offline` … */
export async function whoAmI(): Promise<Session> {
  return orRefuse(await exchange({ path: '/api/v1/session' }, readSession));
}

/** Signs out at the server. Raises a refusal: `offline` … */
export async function signOut(): Promise<void> {
  orRefuse(await exchange({ path: '/api/v1/session', method: 'DELETE' }, () => null));
}

/** Gives what was answered, or raises the refusal. */
export function orRefuse<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.body;
  if (answer.why === 'problem') throw new Refusal(answer.problem);
  throw refuse('offline', 'The server cannot be reached.');
}

const FEED = '/api/v1/calendar';
const BLOB = '/api/v1/blobs/{id}';
const BULK = { limit_ms: BULK_PATIENCE_MS };

/** Reads a parsed body as what was asked for, or gives undefined if it is not ours. */
type Read<T> = (body: unknown) => T | undefined;

/** Asks for JSON; what is not ours is "offline". */
export function exchange<T>(request: Request, read: Read<T>): Promise<Answer<T>> {
  return ask(request, (response) => readAnswer(response, read));
}

/** Calls `listener` whenever the office has answered, to whatever; returns the way to stop. */
export function onContact(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const listeners = new Set<() => void>();

async function ask<T>(request: Request, answer: (response: Response) => Promise<Answer<T>>): Promise<Answer<T>> {
  try {
    const path = request.path.replace('{id}', request.id ?? '');
    const answered = await answer(await fetch(path + (request.query ?? ''), await makeInit(request)));
    if (answered.ok) listeners.forEach((listener) => listener());
    return answered;
  } catch (error) {
    // fetch knows three ways to fail: no network (TypeError), a time-out, and a body cut off or not JSON.
    if (error instanceof DOMException && error.name === 'TimeoutError') return { ok: false, why: 'silent' };
    if (error instanceof TypeError || error instanceof SyntaxError || error instanceof DOMException) return OFFLINE;
    throw error;
  }
}

const OFFLINE = { ok: false, why: 'offline' } as const;

async function makeInit({ method = 'GET', body, piece, limit_ms = PATIENCE_MS }: Request): Promise<RequestInit> {
  const shared: RequestInit = {
    method,
    credentials: 'same-origin',
    // A redirect is never ours: it is the portal of a hotel.
    redirect: 'error',
    cache: 'no-store',
    signal: AbortSignal.timeout(limit_ms),
  };
  if (method === 'GET') return shared;
  const headers: Record<string, string> = { 'Content-Type': 'application/json', 'X-Requested-With': 'backrow' };
  if (piece !== undefined) {
    const upload = { 'Content-Type': 'application/offset+octet-stream', 'Upload-Offset': String(piece.offset) };
    return { ...shared, headers: { ...headers, ...upload }, body: piece.bytes };
  }
  if (body === undefined) return { ...shared, headers };
  const text = JSON.stringify(body);
  const packed = text.length < WORTH_PACKING ? null : await pack(text);
  if (packed === null) return { ...shared, headers, body: text };
  return { ...shared, headers: { ...headers, 'Content-Encoding': 'gzip' }, body: packed };
}

/** Gives the text as one gzip member, or null where the browser cannot pack. */
async function pack(text: string): Promise<Blob | null> {
  if (typeof CompressionStream === 'undefined') return null;
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('gzip'));
  // A blob, not the stream: only then does the request say its length.
  return new Response(packed).blob();
}

async function readAnswer<T>(response: Response, read: Read<T>): Promise<Answer<T>> {
  const type = response.headers.get('Content-Type');
  if (response.status === 204) return answered(read(null));
  if (type === null || !/^application\/(problem\+)?json/.test(type)) return OFFLINE;
  const body: unknown = await response.json();
  if (response.ok) return answered(read(body));
  const problem = parseProblem(type, body);
  if (problem === null) return OFFLINE;
  return { ok: false, why: 'problem', problem, retry_after_ms: readRetryAfter(response.headers.get('Retry-After')) };
}

function answered<T>(body: T | undefined): Answer<T> {
  return body === undefined ? OFFLINE : { ok: true, body };
}

/** Seconds; the other form of the header, a date, would trust two clocks. */
function readRetryAfter(text: string | null): number | null {
  return text !== null && /^\d{1,6}$/.test(text) ? Number(text) * 1_000 : null;
}

export function readSession(body: unknown): Session | undefined {
  return isObject(body) && isObject(body['user']) && isObject(body['space']) ? (body as Session) : undefined;
}

function readUpload(body: unknown): UploadBody | undefined {
  return isObject(body) && typeof body['offset'] === 'number' && typeof body['done'] === 'boolean'
    ? (body as UploadBody)
    : undefined;
}

/** A picture is ours when it has the hash that the answer names; a portal's logo has none. */
async function readPicture(response: Response): Promise<Answer<Blob>> {
  const named = /^sha-256=:([A-Za-z0-9+/=]+):$/.exec(response.headers.get('Repr-Digest') ?? '')?.[1];
  if (named === undefined || !response.ok) return readAnswer<Blob>(response, () => undefined);
  const bytes = await response.arrayBuffer();
  const found = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const whole = named === btoa(String.fromCharCode(...found));
  return answered(whole ? new Blob([bytes], { type: response.headers.get('Content-Type') ?? '' }) : undefined);
}

/** A file of ours has a name; what a portal sends instead has none. */
async function readFile(response: Response): Promise<Answer<OfficeFile>> {
  const name = /filename="([^"]+)"/.exec(response.headers.get('Content-Disposition') ?? '')?.[1];
  if (name === undefined || !response.ok) return readAnswer<OfficeFile>(response, () => undefined);
  return answered({ name, blob: await response.blob() });
}

function readFeed(body: unknown): Feed | undefined {
  return isObject(body) && 'made_at' in body ? (body as Feed) : undefined;
}

function readHistory(body: unknown): readonly Told[] | undefined {
  return isObject(body) && Array.isArray(body['changes']) ? (body['changes'] as readonly Told[]) : undefined;
}

/** Every answer of sync names its protocol version; a captive portal's does not. */
function readSynced<T>(body: unknown): T | undefined {
  return isObject(body) && body['proto'] === PROTO ? (body as T) : undefined;
}

function toQuery({ user, device, cursor, digests, scope }: PullQuestion): string {
  const query = new URLSearchParams({ proto: String(PROTO), user, limit: String(PAGE) });
  if (device !== null) query.set('device', device);
  if (cursor !== null) query.set('cursor', cursor);
  if (digests) query.set('digests', '1');
  if (scope !== undefined) query.set('scope', scope);
  return `?${query.toString()}`;
}
