import path from 'node:path';
import { InvalidArgumentError } from '@imgclf/runtime';
import { nodePlatform } from '@imgclf/runtime/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Application } from '../applications/application';
import type { ApplicationOptions } from '../applications/application-options';
import { createWithWeights } from '../applications/create-application';
import { inceptionResNetV2Application } from '../applications/inception-res-net-v2/application';
import { type MobileNetV2Options, mobileNetV2Application } from '../applications/mobile-net-v2/application';
import { resNet50Application } from '../applications/res-net50/application';
import type { ReadFile } from '../format/read-weights';
import { type ImagenetWeightsOptions, imagenetWeights } from './imagenet-weights';

/** Where the weights of an architecture come from. */
export interface WeightsOptions extends ImagenetWeightsOptions {
  /**
   * `'imagenet'` for the published weights, downloaded once; the path, URL or bytes of a Keras file (`.h5`,
   * `.weights.h5`, `.keras`); the path or URL of a TensorFlow.js `model.json`, beside which its weight files are, or the
   * bytes of a zip archive of them all; or null for random weights.
   * @default 'imagenet'
   */
  weights?: 'imagenet' | (string & {}) | URL | Uint8Array | null;
}

/**
 * MobileNetV2 with Keras's layers, options and weights: 3.5 million parameters, 2.3 million without its top. Pictures are
 * prepared by the step `{ op: 'preprocessInput', mode: 'tf' }`.
 *
 * @returns a model that the caller owns; `[batch, height, width, 3]` to `[batch, classes]` or to features
 * @throws {InvalidArgumentError} naming the option that is wrong
 * @throws {InvalidFileError} when the weights are damaged or of another architecture
 * @throws {FileNotFoundError} {FileUnreadableError} {AbortedError}
 * @example
 * const base = await mobileNetV2({ includeTop: false, inputShape: [160, 160, 3], pooling: 'avg' });
 */
export function mobileNetV2(options: MobileNetV2Options & WeightsOptions = {}): Promise<LayersModel> {
  return create(mobileNetV2Application, options);
}

/**
 * ResNet50 (version 1) with Keras's layers, options and weights: 25.6 million parameters, 23.6 million without its top.
 * Pictures are prepared by the step `{ op: 'preprocessInput', mode: 'caffe' }`.
 *
 * @returns and throws as {@link mobileNetV2}
 */
export function resNet50(options: ApplicationOptions & WeightsOptions = {}): Promise<LayersModel> {
  return create(resNet50Application, options);
}

/**
 * InceptionResNetV2 with Keras's layers, options and weights: 55.9 million parameters, 54.3 million without its top.
 * Pictures are prepared by the step `{ op: 'preprocessInput', mode: 'tf' }`.
 *
 * @returns and throws as {@link mobileNetV2}
 */
export function inceptionResNetV2(options: ApplicationOptions & WeightsOptions = {}): Promise<LayersModel> {
  return create(inceptionResNetV2Application, options);
}

async function create<Options extends ApplicationOptions>(
  application: Application<Options>,
  { weights = 'imagenet', cacheDir, onProgress, signal, ...rest }: Options & WeightsOptions,
): Promise<LayersModel> {
  const options = rest as unknown as Options;
  if (weights === null) return application.build(options);
  if (weights instanceof Uint8Array)
    return createWithWeights(application, options, { weights, file: 'weights' });
  if (typeof weights !== 'string' && !(weights instanceof URL)) {
    const allowed = "'imagenet', a path, a URL, bytes or null";
    throw new InvalidArgumentError({ argument: 'weights', allowed, received: weights });
  }
  const abort = signal === undefined ? {} : { signal };
  const cache = cacheDir === undefined ? {} : { cacheDir };
  const progress = onProgress === undefined ? {} : { onProgress };
  const location =
    weights === 'imagenet'
      ? await imagenetWeights(application.imagenetWeights(options), { ...cache, ...progress, ...abort })
      : weights;
  const bytes = await nodePlatform.readBytes(location, abort);
  const readFile: ReadFile = (name, maxBytes) =>
    nodePlatform.readBytes(beside(location, name), { maxBytes, ...abort });
  return createWithWeights(application, options, { weights: bytes, file: String(location), readFile });
}

/** Where the file of this plain name is that lies in the same folder. */
function beside(location: string | URL, name: string): string | URL {
  const isUrl = location instanceof URL || /^[a-z][a-z\d+.-]+:/i.test(location);
  return isUrl ? new URL(name, location) : path.join(path.dirname(location), name);
}
