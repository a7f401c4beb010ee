import { InvalidArgumentError } from '@imgclf/runtime';
import { browserPlatform } from '@imgclf/runtime/browser';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Application } from '../applications/application';
import type { ApplicationOptions } from '../applications/application-options';
import { createWithWeights } from '../applications/create-application';
import { inceptionResNetV2Application } from '../applications/inception-res-net-v2/application';
import { type MobileNetV2Options, mobileNetV2Application } from '../applications/mobile-net-v2/application';
import { resNet50Application } from '../applications/res-net50/application';
import type { ReadFile } from '../format/read-weights';

/** Where the weights of an architecture come from. */
export interface BrowserWeightsOptions {
  /**
   * The URL or the bytes of a Keras file (`.h5`, `.weights.h5`, `.keras`), the URL of a TensorFlow.js `model.json` beside
   * which its weight files are, the bytes of a zip archive of them all, or null for random weights. Serve the published
   * files yourself: their own server does not let pages of other sites read them.
   */
  weights: string | URL | Uint8Array | null;
  signal?: AbortSignal;
}

/**
 * MobileNetV2 with Keras's layers, options and weights; see the function of the same name in `@imgclf/models/node`.
 *
 * @returns a model that the caller owns
 * @throws {InvalidArgumentError} {InvalidFileError} {FileNotFoundError} {FileUnreadableError} {AbortedError}
 */
export function mobileNetV2(options: MobileNetV2Options & BrowserWeightsOptions): Promise<LayersModel> {
  return create(mobileNetV2Application, options);
}

/** ResNet50, version 1; see {@link mobileNetV2}. */
export function resNet50(options: ApplicationOptions & BrowserWeightsOptions): Promise<LayersModel> {
  return create(resNet50Application, options);
}

/** InceptionResNetV2; see {@link mobileNetV2}. */
export function inceptionResNetV2(options: ApplicationOptions & BrowserWeightsOptions): Promise<LayersModel> {
  return create(inceptionResNetV2Application, options);
}

async function create<Options extends ApplicationOptions>(
  application: Application<Options>,
  { weights, signal, ...rest }: Options & BrowserWeightsOptions,
): Promise<LayersModel> {
  const options = rest as unknown as Options;
  if (weights === null) return application.build(options);
  if (weights instanceof Uint8Array)
    return createWithWeights(application, options, { weights, file: 'weights' });
  if (typeof weights !== 'string' && !(weights instanceof URL)) {
    throw new InvalidArgumentError({
      argument: 'weights',
      allowed: 'a URL, bytes or null',
      received: weights,
    });
  }
  const abort = signal === undefined ? {} : { signal };
  const bytes = await browserPlatform.readBytes(weights, abort);
  const readFile: ReadFile = (name, maxBytes) => {
    const location = new URL(name, new URL(weights, globalThis.location?.href));
    return browserPlatform.readBytes(location, { maxBytes, ...abort });
  };
  return createWithWeights(application, options, { weights: bytes, file: String(weights), readFile });
}
