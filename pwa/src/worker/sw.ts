/** The service worker: keeps the whole app on the tablet and waits with a new version until it is told to take over. */
import { cleanupOutdatedCaches, createHandlerBoundToURL, precacheAndRoute } from 'workbox-precaching';
import { NavigationRoute, registerRoute } from 'workbox-routing';

import { listenForPushes } from './push';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

listenForPushes(self);
precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

// Every route of the app is the one page; the API, the health pages and the documents stay the server's.
registerRoute(
  new NavigationRoute(createHandlerBoundToURL('/index.html'), { denylist: [/^\/api\//, /^\/(healthz|readyz)$/] }),
);

// The page that brought the first worker is its page at once: a coach may lose the network right after signing in.
self.addEventListener('activate', (event: ExtendableEvent) => event.waitUntil(self.clients.claim()));

// Never by itself: the page asks, and it asks only when no lesson runs (sync/updates.ts).
self.addEventListener('message', (event: ExtendableMessageEvent) => {
  if (event.data === 'take over') void self.skipWaiting();
});
