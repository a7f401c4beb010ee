import { InvalidFileError } from '@imgclf/runtime';
import { tensor, util } from '@tensorflow/tfjs-core';
import type { LayerVariable, layers } from '@tensorflow/tfjs-layers';
import { allFinite } from '../format/all-finite';
import type { StoredLayer, StoredWeight } from './stored-weights';

type Pair = [LayerVariable, StoredWeight];

/**
 * Gives layers the weights of a file, the k-th layer with weights those of the k-th stored layer with weights. Everything
 * is checked and read first, so that the layers change wholly or not at all.
 *
 * @throws {InvalidFileError} when the numbers of layers or weights differ, a shape differs, or a value is not finite
 */
export function assignWeights(
  targets: readonly layers.Layer[],
  stored: readonly StoredLayer[],
  file: string,
): void {
  const wanted = targets.filter(({ weights }) => weights.length > 0);
  const found = stored.filter(({ weights }) => weights.length > 0);
  if (wanted.length !== found.length) {
    const message = `${file} holds weights for ${found.length} layers; the model has ${wanted.length} with weights.`;
    throw new InvalidFileError({ file, message: `${message} Is it the file of another architecture?` });
  }
  const pairs = wanted.flatMap((layer, i) => pairUp(layer, found[i] as StoredLayer, file));
  for (const [variable, weight] of pairs) checkShape(variable, weight, file);
  const values = pairs.map(([, weight]) => readFinite(weight, file));
  for (const [i, [variable]] of pairs.entries()) {
    const value = tensor(values[i] as Float32Array, variable.shape as number[]);
    variable.write(value);
    value.dispose();
  }
}

function pairUp(layer: layers.Layer, stored: StoredLayer, file: string): Pair[] {
  const variables = layer.weights;
  if (variables.length !== stored.weights.length) {
    throw new InvalidFileError({
      file,
      message: `${file}: ${stored.name} has ${stored.weights.length} weights; the layer ${layer.name} has ${variables.length}.`,
    });
  }
  return (
    byName(variables, stored.weights) ??
    variables.map((variable, i) => [variable, stored.weights[i] as StoredWeight])
  );
}

/**
 * Pairs by names where all names agree. The order of a model within a model depends on what was frozen when it was
 * saved, so that order alone would not do there.
 */
function byName(variables: readonly LayerVariable[], stored: readonly StoredWeight[]): Pair[] | undefined {
  const named = new Map(stored.map((weight) => [shortName(weight.name), weight]));
  const pairs = variables.map((variable) => [variable, named.get(shortName(variable.originalName))] as const);
  const complete = named.size === stored.length && pairs.every(([, weight]) => weight !== undefined);
  return complete ? (pairs as unknown as Pair[]) : undefined;
}

/** The layer's and the weight's own name, as all versions of Keras and TensorFlow.js agree on them. */
function shortName(name: string): string {
  const [layer, weight = ''] = name.replace(/:\d+$/, '').split('/').slice(-2);
  return `${layer}/${weight.replace(/^depthwise_kernel$/, 'kernel')}`;
}

function checkShape(variable: LayerVariable, weight: StoredWeight, file: string): void {
  if (util.arraysEqual(variable.shape as number[], [...weight.shape])) return;
  throw new InvalidFileError({
    file,
    message: `${file}: ${weight.name} has the shape [${weight.shape}]; ${variable.originalName} of the model has [${variable.shape}].`,
  });
}

function readFinite(weight: StoredWeight, file: string): Float32Array {
  const values = weight.read();
  if (allFinite(values)) return values;
  throw new InvalidFileError({ file, message: `${file}: ${weight.name} holds NaN or infinity.` });
}
