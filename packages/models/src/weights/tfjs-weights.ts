import { InvalidFileError } from '@imgclf/runtime';
import { dispose, type NamedTensorMap, type Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { parseModelJson } from '../format/parse-model-json';
import { type ReadFile, readWeights } from '../format/read-weights';
import { assignWeights } from './assign-weights';
import { kerasPaths } from './keras-layers';
import type { StoredLayer, StoredWeight } from './stored-weights';

/** How {@link loadTfjsWeights} gets at the weights. */
export interface TfjsWeightsOptions {
  file: string;
  /** More weights than this are refused, in bytes. */
  maxBytes: number;
  readFile: ReadFile | undefined;
}

/** Whether these bytes begin as a JSON object does. */
export function isModelJson(bytes: Uint8Array): boolean {
  return /^\s*\{/.test(new TextDecoder('latin1').decode(bytes.subarray(0, 64)));
}

/**
 * Gives a model the weights that a TensorFlow.js `model.json` names.
 *
 * @param json the bytes of the `model.json`
 * @throws {InvalidFileError} when a file is damaged or missing, or the weights belong to another architecture
 */
export async function loadTfjsWeights(
  model: LayersModel,
  json: Uint8Array,
  { file, maxBytes, readFile }: TfjsWeightsOptions,
): Promise<void> {
  if (readFile === undefined) {
    const message = `${file} is a model.json without its weight files: pass its path or URL, or an archive with all of them.`;
    throw new InvalidFileError({ file, message });
  }
  const { groups } = parseModelJson(json, file, maxBytes);
  const tensors = await readWeights(groups, readFile, file);
  try {
    const targets = kerasPaths(model).map(({ layer }) => layer);
    const stored = storedLayers(tensors, file);
    const names = new Map(stored.map((layer) => [layer.name, layer]));
    const byName = targets.map(({ name }) => names.get(name));
    const complete = byName.length === stored.length && byName.every((layer) => layer !== undefined);
    assignWeights(targets, complete ? (byName as StoredLayer[]) : stored, file);
  } finally {
    dispose(tensors);
  }
}

/** Weights by the layers that their names begin with: TensorFlow.js writes those that learn before all others. */
function storedLayers(tensors: NamedTensorMap, file: string): StoredLayer[] {
  const layers = new Map<string, StoredWeight[]>();
  for (const [name, tensor] of Object.entries(tensors)) {
    const layer = name.split('/').slice(0, -1).join('/');
    const weights = layers.get(layer) ?? [];
    weights.push({ name, shape: tensor.shape, read: () => floatsOf(name, tensor, file) });
    layers.set(layer, weights);
  }
  return [...layers].map(([name, weights]) => ({ name, weights }));
}

function floatsOf(name: string, tensor: Tensor, file: string): Float32Array {
  if (tensor.dtype === 'float32') return tensor.dataSync<'float32'>();
  throw new InvalidFileError({ file, message: `${file}: ${name} does not hold floating-point numbers.` });
}
