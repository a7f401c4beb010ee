import { InvalidFileError } from '@imgclf/runtime';
import { dispose, type NamedTensorMap } from '@tensorflow/tfjs-core';
import { type LayersModel, models } from '@tensorflow/tfjs-layers';
import { registerLayers } from '../layers/register-layers';
import { buildWithin } from './build-within';

/**
 * Makes a model from its stored topology and weights.
 *
 * @param weights tensors by name; disposed here in any case
 * @param file what to call the model in errors
 * @returns a model that the caller owns
 * @throws {InvalidFileError} when the topology makes no sense, or does not fit the weights
 */
export async function buildModel(
  topology: Record<string, unknown>,
  weights: NamedTensorMap,
  file: string,
): Promise<LayersModel> {
  registerLayers();
  let model: LayersModel | undefined;
  try {
    const values = Object.values(weights).reduce((sum, { size }) => sum + size, 0);
    model = await buildWithin(values, () => models.modelFromJSON(topology as never));
    model.loadWeights(weights);
    return model;
  } catch (cause) {
    model?.dispose();
    throw new InvalidFileError({ file, message: `${file} holds no usable model: ${String(cause)}`, cause });
  } finally {
    dispose(weights);
  }
}
