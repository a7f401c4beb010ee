import { EnvHttpProxyAgent, fetch, type RequestInit, type Response } from 'undici';

/** `fetch` through the proxy that `http_proxy`, `https_proxy` and `no_proxy` name, which Node's own ignores. */
export function proxyFetch(url: string | URL, init: RequestInit): Promise<Response> {
  return fetch(url, { ...init, dispatcher: new EnvHttpProxyAgent() });
}
