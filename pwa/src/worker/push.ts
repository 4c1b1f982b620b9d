/** Pushes: shown in the person's language without a name in them, and leading to the list in the app. */
import { LANGUAGE_PLACE, readPushed } from '../core/notices';
import { wordsOfPush } from '../ui/text/push';

const LIST = '/notices';
const KNOWN_AS = 'backrow-notice';

type SubscriptionChange = ExtendableEvent & {
  readonly newSubscription?: PushSubscription | null;
  readonly oldSubscription?: PushSubscription | null;
};

export function listenForPushes(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event: PushEvent) => event.waitUntil(show(worker, event)));
  worker.addEventListener('notificationclick', (event: NotificationEvent) => {
    event.notification.close();
    event.waitUntil(openList(worker));
  });
  worker.addEventListener('pushsubscriptionchange', (event) => {
    const change = event as SubscriptionChange;
    change.waitUntil(renew(worker, change));
  });
}

/** Whatever came, something is shown: a browser takes the leave away from whoever gets a push and stays silent. */
async function show(worker: ServiceWorkerGlobalScope, event: PushEvent): Promise<void> {
  const pushed = readPushed(readJson(event.data));
  const language = (await readLanguage(worker)) ?? pushed?.language ?? worker.navigator.language;
  const words = wordsOfPush(language);
  const [pages] = await Promise.all([
    worker.clients.matchAll({ type: 'window' }),
    worker.registration.showNotification('Backrow', {
      body: words[pushed?.kind ?? 'unknown'],
      tag: pushed?.tag ?? KNOWN_AS,
      icon: '/icon-192.png',
      lang: language,
    }),
  ]);
  for (const page of pages) page.postMessage('look at notices');
}

/** The language that was chosen on this tablet; the account may have another. */
async function readLanguage(worker: ServiceWorkerGlobalScope): Promise<string | null> {
  const kept = await worker.caches.match(LANGUAGE_PLACE.address, { cacheName: LANGUAGE_PLACE.cache });
  return kept === undefined ? null : kept.text();
}

function readJson(data: PushMessageData | null): unknown {
  try {
    return data === null ? null : (data.json() as unknown);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** A page that is open decides itself whether it may leave what it shows: in a lesson it may not. */
async function openList(worker: ServiceWorkerGlobalScope): Promise<void> {
  const [page] = await worker.clients.matchAll({ type: 'window' });
  if (page === undefined) {
    await worker.clients.openWindow(LIST);
    return;
  }
  await page.focus();
  page.postMessage('show notices');
}

/** The push service has changed the address of this browser. No page may be open, so the worker tells the office. */
async function renew(worker: ServiceWorkerGlobalScope, change: SubscriptionChange): Promise<void> {
  const options = change.oldSubscription?.options;
  const fresh =
    change.newSubscription ?? (options === undefined ? null : await worker.registration.pushManager.subscribe(options));
  if (fresh === null) return;
  const { endpoint, keys } = fresh.toJSON();
  // eslint-disable-next-line no-restricted-syntax -- the pages' transport may not be there; the next start renews too
  await fetch('/api/v1/notices/subscriptions', {
    method: 'POST',
    credentials: 'same-origin',
    redirect: 'error',
    headers: { 'Content-Type': 'application/json', 'X-Requested-With': 'backrow' },
    body: JSON.stringify({ endpoint, keys, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone }),
  });
}
