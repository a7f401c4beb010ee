/**
 * Keeps the page's own files, so that it works offline, and gives them the headers that threads need, for hosts that
 * cannot send headers. Everything else goes to the network untouched.
 */
const { version, files } = __SETTINGS__;
const cacheName = `imgclf-web-${version}`;

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(files)));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(activate());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const isOwn = new URL(request.url).origin === self.location.origin;
  if (request.method === 'GET' && isOwn) event.respondWith(answer(request));
});

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith('imgclf-web-') && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function answer(request) {
  const cache = await caches.open(cacheName);
  return isolated(
    (await cache.match(request, { ignoreSearch: true, ignoreVary: true })) ?? (await fetch(request)),
  );
}

function isolated(response) {
  if (response.status === 0) return response;
  const headers = new Headers(response.headers);
  headers.set('Cross-Origin-Opener-Policy', 'same-origin');
  headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
  const { status, statusText } = response;
  return new Response(response.body, { status, statusText, headers });
}
