import { InvalidArgumentError } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Application } from '../applications/application';
import type { ApplicationOptions } from '../applications/application-options';
import { createWithWeights } from '../applications/create-application';
import { inceptionResNetV2Application } from '../applications/inception-res-net-v2/application';
import { type MobileNetV2Options, mobileNetV2Application } from '../applications/mobile-net-v2/application';
import { resNet50Application } from '../applications/res-net50/application';
import type { ReadFile } from '../format/read-weights';
import {
  absoluteUrl,
  checkHdf5,
  type FetchWeightsOptions,
  fetchWeights,
  publishedUrl,
} from './fetch-weights';

/** Where the weights of an architecture come from. */
export interface BrowserWeightsOptions extends FetchWeightsOptions {
  /**
   * `'imagenet'` for the published weights; the URL or the bytes of a Keras file (`.h5`, `.weights.h5`, `.keras`); the URL
   * of a TensorFlow.js `model.json` beside which its weight files are; the bytes of a zip archive of them all; or null for
   * random weights. What is fetched is kept for the next visit; see {@link clearWeights}.
   * @default 'imagenet'
   */
  weights?: 'imagenet' | (string & {}) | URL | Uint8Array | null;
}

/**
 * MobileNetV2 with Keras's layers, options and weights; see the function of the same name in `@imgclf/models/node`.
 *
 * @returns a model that the caller owns
 * @throws {InvalidArgumentError} naming the option that is wrong
 * @throws {InvalidFileError} when the weights are damaged, of another architecture, or do not hash to `sha256`
 * @throws {StorageFullError} when the browser has no room to keep them; `cache: false` does without
 * @throws {FileUnreadableError} when there is no connection, or the server does not let this page read them
 * @throws {FileNotFoundError} {AbortedError}
 * @example
 * const base = await mobileNetV2({ includeTop: false, pooling: 'avg', mirror: '/weights/', onProgress: show });
 */
export function mobileNetV2(options: MobileNetV2Options & BrowserWeightsOptions = {}): Promise<LayersModel> {
  return create(mobileNetV2Application, options);
}

/** ResNet50, version 1; see {@link mobileNetV2}. */
export function resNet50(options: ApplicationOptions & BrowserWeightsOptions = {}): Promise<LayersModel> {
  return create(resNet50Application, options);
}

/** InceptionResNetV2; see {@link mobileNetV2}. */
export function inceptionResNetV2(
  options: ApplicationOptions & BrowserWeightsOptions = {},
): Promise<LayersModel> {
  return create(inceptionResNetV2Application, options);
}

async function create<Options extends ApplicationOptions>(
  application: Application<Options>,
  {
    weights = 'imagenet',
    mirror,
    sha256,
    cache,
    onProgress,
    signal,
    ...rest
  }: Options & BrowserWeightsOptions,
): Promise<LayersModel> {
  const options = rest as unknown as Options;
  if (weights === null) return application.build(options);
  if (weights instanceof Uint8Array)
    return createWithWeights(application, options, { weights, file: 'weights' });
  if (typeof weights !== 'string' && !(weights instanceof URL)) {
    const allowed = "'imagenet', a URL, bytes or null";
    throw new InvalidArgumentError({ argument: 'weights', allowed, received: weights });
  }
  const isPublished = weights === 'imagenet';
  const url = isPublished ? publishedUrl(application.imagenetWeights(options), mirror) : absoluteUrl(weights);
  const download = {
    ...(cache !== undefined && { cache }),
    ...(onProgress && { onProgress }),
    ...(signal && { signal }),
  };
  const bytes = await fetchWeights(url, {
    ...download,
    ...(sha256 !== undefined && { sha256 }),
    ...(isPublished && { check: (body) => checkHdf5(body, url.href) }),
  });
  const readFile: ReadFile = (name, maxBytes) => fetchWeights(new URL(name, url), { maxBytes, ...download });
  return createWithWeights(application, options, { weights: bytes, file: url.href, readFile });
}
