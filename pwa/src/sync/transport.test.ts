import { afterEach, expect, test, vi } from 'vitest';

import { signInByPassword as signIn } from './factors';
import { transport } from './transport';

const ASKED = { user: 'u', device: null, cursor: null, digests: false };
const PAGE = { proto: 1, user: 'u', gen: 'g', records: [], cursor: 'c', more: false };

afterEach(() => vi.unstubAllGlobals());

/** A network that answers with this. */
function answering(body: BodyInit | null, init: ResponseInit = {}): Request[] {
  const seen: Request[] = [];
  vi.stubGlobal('fetch', async (path: string, options: RequestInit) => {
    seen.push(new Request(new URL(path, 'https://office.example'), { ...options, signal: null }));
    return new Response(body, init);
  });
  return seen;
}

function json(body: unknown, status = 200, type = 'application/json', more: Record<string, string> = {}): Request[] {
  return answering(JSON.stringify(body), { status, headers: { 'Content-Type': type, ...more } });
}

test('an answer of ours is read', async () => {
  json(PAGE);
  expect(await transport.pull(ASKED)).toEqual({ ok: true, body: PAGE });
});

test.each([
  ['the page of a captive portal', () => answering('<h1>Welcome</h1>', { headers: { 'Content-Type': 'text/html' } })],
  ['JSON that is not ours', () => json({ welcome: true })],
  ['an error without a code', () => json({ title: 'Bad Gateway', status: 502 }, 502)],
  ['a problem of somebody else', () => json({ title: 'no', status: 502 }, 502, 'application/problem+json')],
  ['a body cut off', () => answering('{"proto": 1, "rec', { headers: { 'Content-Type': 'application/json' } })],
  ['no network', () => vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')))],
])('%s means offline', async (_what, arrange) => {
  arrange();
  expect(await transport.pull(ASKED)).toEqual({ ok: false, why: 'offline' });
});

test('silence is told from no network', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new DOMException('too long', 'TimeoutError')));
  expect(await transport.pull(ASKED)).toEqual({ ok: false, why: 'silent' });
});

test('a problem of ours is read with its extras and its wait', async () => {
  const body = { type: 'about:blank', title: 'Busy', status: 503, code: 'busy', max_bytes: 7 };
  json(body, 503, 'application/problem+json', { 'Retry-After': '12' });
  expect(await transport.pull(ASKED)).toEqual({ ok: false, why: 'problem', problem: body, retry_after_ms: 12_000 });
});

test('what changes state says that it is ours, never follows a redirect and is never cached', async () => {
  const seen = json({ proto: 1 });
  await transport.reconcile({ proto: 1, user: 'u', device: 'd', ranges: [] });
  const [request] = seen;
  expect(request?.headers.get('X-Requested-With')).toBe('backrow');
  expect(request?.headers.get('Content-Type')).toBe('application/json');
  expect(request?.redirect).toBe('error');
  expect(request?.cache).toBe('no-store');
  expect(request?.headers.get('Content-Encoding')).toBeNull();
});

test('the cursor and the wish for digests travel in the address', async () => {
  const seen = json(PAGE);
  await transport.pull({ user: 'u', device: null, cursor: 'a+/=', digests: true });
  const query = new URL(seen[0]?.url ?? '').searchParams;
  expect(Object.fromEntries(query)).toEqual({ proto: '1', user: 'u', limit: '1000', cursor: 'a+/=', digests: '1' });
});

test('a sign-in that is refused raises the refusal', async () => {
  json({ type: '', title: 'no', status: 401, code: 'bad_credentials' }, 401, 'application/problem+json');
  await expect(signIn('a@example.org', 'wrong')).rejects.toMatchObject({ problem: { code: 'bad_credentials' } });
});

test('a sign-in with no network raises "offline"', async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
  await expect(signIn('a@example.org', 'x')).rejects.toMatchObject({ problem: { code: 'offline' } });
});
