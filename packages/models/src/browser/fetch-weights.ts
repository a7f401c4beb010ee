import { InvalidFileError } from '@imgclf/runtime';
import { type FetchFileOptions, fetchFile } from '@imgclf/runtime/browser';
import type { WeightsFile } from '../applications/application';
import { isHdf5 } from '../weights/hdf5';

/** The cache of the Cache API with the weights. */
const cacheName = 'imgclf-weights';

/** How files of weights come to a page. */
export interface FetchWeightsOptions extends Pick<FetchFileOptions, 'onProgress' | 'signal'> {
  /**
   * The URL of a folder with the published files under their own names. Keras's own server does not let pages of other
   * sites read them.
   * @default where Keras publishes them
   */
  mirror?: string | URL;
  /** What the file of weights must hash to, in hexadecimal; another one is refused. */
  sha256?: string;
  /**
   * Whether files of weights are kept in the browser's cache, and taken from it without a request as long as they are
   * what they were. Pages have a cache where they came by https or from this machine.
   * @default true
   */
  cache?: boolean;
}

/** Fetches a file of weights, from the cache where it is. */
export function fetchWeights(
  url: URL,
  { cache = true, ...options }: Omit<FetchWeightsOptions, 'mirror'> & FetchFileOptions,
): Promise<Uint8Array> {
  return fetchFile(url, { ...options, ...(cache && { cacheName }) });
}

/** A URL from where the page or the worker is. */
export function absoluteUrl(url: string | URL): URL {
  return new URL(url, globalThis.location?.href);
}

/** The URL of a published file of weights, at a mirror if there is one. */
export function publishedUrl({ url }: WeightsFile, mirror: string | URL | undefined): URL {
  if (mirror === undefined) return new URL(url);
  const folder = absoluteUrl(String(mirror).replace(/\/?$/, '/'));
  return new URL(new URL(url).pathname.split('/').at(-1) ?? '', folder);
}

/** Refuses what some networks and servers answer everything with: a page of HTML. */
export function checkHdf5(bytes: Uint8Array, file: string): void {
  if (isHdf5(bytes)) return;
  throw new InvalidFileError({ file, message: `${file} did not come as an HDF5 file.` });
}

/**
 * Takes all weights that were downloaded out of the browser's cache.
 *
 * @returns whether there were any
 */
export async function clearWeights(): Promise<boolean> {
  return globalThis.caches !== undefined && (await caches.delete(cacheName));
}
