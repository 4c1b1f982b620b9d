/** What the office is asked about notices. Each raises a refusal: `signed_out`, `offline` … */
import type { Notice, NoticeChoice } from '../core/notices';
import { isNoticeKind } from '../core/notices';
import { isObject } from '../core/problem';
import type { Id } from '../core/types';
import { exchange, orRefuse } from './transport';

/** What is chosen, with the key that browsers subscribe with. */
export type ShownChoice = NoticeChoice & { readonly push_key: string };

export async function fetchNotices(): Promise<readonly Notice[]> {
  return orRefuse(await exchange({ path: '/api/v1/notices' }, readList));
}

export async function tellRead(ids: readonly Id[]): Promise<void> {
  orRefuse(await exchange({ path: '/api/v1/notices/read', method: 'POST', body: { ids } }, () => null));
}

export async function fetchChoice(): Promise<ShownChoice> {
  return orRefuse(await exchange({ path: '/api/v1/notices/choice' }, readChoice));
}

export async function saveChoice({ muted, quiet, time_zone }: NoticeChoice): Promise<ShownChoice> {
  const body = { muted, quiet, time_zone };
  return orRefuse(await exchange({ path: '/api/v1/notices/choice', method: 'PUT', body }, readChoice));
}

/** Has this browser's notices pushed; gives the id under which that can be ended. */
export async function addSubscription({ endpoint, keys }: PushSubscriptionJSON): Promise<Id> {
  const body = { endpoint, keys, time_zone: ownTimeZone() };
  return orRefuse(await exchange({ path: '/api/v1/notices/subscriptions', method: 'POST', body }, readId));
}

export async function endSubscription(id: Id): Promise<void> {
  orRefuse(await exchange({ path: '/api/v1/notices/subscriptions/{id}', id, method: 'DELETE' }, () => null));
}

/** The time zone that this tablet is in. */
export function ownTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** A kind that this version does not know is left out; a newer one shows it. */
function readList(body: unknown): readonly Notice[] | undefined {
  if (!isObject(body) || !Array.isArray(body['notices'])) return undefined;
  return (body['notices'] as readonly Notice[]).filter((notice) => isNoticeKind(notice.kind));
}

function readChoice(body: unknown): ShownChoice | undefined {
  return isObject(body) && typeof body['push_key'] === 'string' ? (body as ShownChoice) : undefined;
}

function readId(body: unknown): Id | undefined {
  return isObject(body) && typeof body['id'] === 'string' ? body['id'] : undefined;
}
