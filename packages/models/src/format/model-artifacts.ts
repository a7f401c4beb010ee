import { InvalidArgumentError } from '@imgclf/runtime';
import { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';

/** A model as JSON and bytes: what TensorFlow.js's LayersModel format is made of. */
export interface ModelArtifacts {
  topology: object;
  weightSpecs: io.WeightsManifestEntry[];
  /** The weights one after another, little-endian, in the order of `weightSpecs`. */
  weightData: Uint8Array;
  /** Free JSON that travels with the model. */
  metadata: Record<string, unknown>;
}

/**
 * Takes a model apart; the model stays as it is.
 * @throws {InvalidArgumentError} when two weights share a name, so that the format could not tell them apart
 */
export async function toArtifacts(
  model: LayersModel,
  metadata: Record<string, unknown> = {},
): Promise<ModelArtifacts> {
  refuseDuplicates(model);
  const weights = model.weights.map((weight) => ({ name: weight.originalName, tensor: weight.read() }));
  const { data, specs } = await io.encodeWeights(weights);
  return {
    topology: model.toJSON(null, false) as object,
    weightSpecs: specs,
    weightData: new Uint8Array(data),
    metadata,
  };
}

function refuseDuplicates(model: LayersModel): void {
  const names = new Set<string>();
  for (const { originalName } of model.weights) {
    if (names.has(originalName)) {
      throw new InvalidArgumentError({
        argument: 'model',
        allowed: 'a model whose weights all have names of their own',
        received: originalName,
        hint: 'Give the layers different names.',
      });
    }
    names.add(originalName);
  }
}
