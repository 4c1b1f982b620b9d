// The least that a page needs to open with no network.
self.addEventListener('install', (event) => event.waitUntil(caches.open('bare').then((cache) => cache.add('/'))));
self.addEventListener('fetch', (event) => event.respondWith(caches.match(event.request).then((hit) => hit ?? fetch(event.request))));
