const reloaded = 'reloaded-for-isolation';

/** Keeps the page for offline use; where the host sends no headers for threads, reloads once to have them. */
export async function registerServiceWorker(): Promise<void> {
  const { serviceWorker } = navigator;
  if (serviceWorker === undefined) return;
  await serviceWorker.register(new URL('service-worker.js', document.baseURI));
  await serviceWorker.ready;
  if (crossOriginIsolated || sessionStorage.getItem(reloaded) !== null) return;
  sessionStorage.setItem(reloaded, 'yes');
  location.reload();
}
