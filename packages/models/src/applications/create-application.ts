import { InvalidArgumentError } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { buildWithin } from '../format/build-within';
import { type LoadWeightsOptions, loadWeights } from '../weights/load-weights';
import type { Application } from './application';
import type { ApplicationOptions } from './application-options';

/**
 * Builds a pretrained architecture with the weights of a file, without the cost of random ones first.
 *
 * @param weights a file's bytes, and the rest of what {@link loadWeights} takes
 * @returns a model that the caller owns
 * @throws {InvalidArgumentError} naming the option that is wrong
 * @throws {InvalidFileError} when the weights belong to other options or another architecture, or are damaged
 */
export async function createWithWeights<Options extends ApplicationOptions>(
  application: Application<Options>,
  options: Options,
  { weights, ...location }: { weights: Uint8Array } & LoadWeightsOptions,
): Promise<LayersModel> {
  const model = await buildWithin(Number.POSITIVE_INFINITY, async () => application.build(options));
  try {
    await loadWeights(model, weights, location);
    return model;
  } catch (error) {
    model.dispose();
    throw error;
  }
}

/**
 * Builds a pretrained architecture in any environment: with random weights, or with those of a file that is in memory. `@imgclf/models/node` and `/browser` have functions that fetch the weights too.
 *
 * @param weights bytes of a Keras file or of an archive of TensorFlow.js's files, or null for random weights
 * @returns a model that the caller owns
 * @throws {InvalidArgumentError} naming the option that is wrong
 * @throws {InvalidFileError} when the weights belong to other options or another architecture, or are damaged
 * @example
 * const base = await createApplication(mobileNetV2Application, { includeTop: false, pooling: 'avg' }, bytes);
 */
export async function createApplication<Options extends ApplicationOptions>(
  application: Application<Options>,
  options: Options,
  weights: Uint8Array | null,
): Promise<LayersModel> {
  if (weights === null) return application.build(options);
  if (weights instanceof Uint8Array)
    return createWithWeights(application, options, { weights, file: 'weights' });
  throw new InvalidArgumentError({ argument: 'weights', allowed: 'bytes or null', received: weights });
}
