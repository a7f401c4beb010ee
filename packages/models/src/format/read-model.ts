import type { LayersModel } from '@tensorflow/tfjs-layers';
import { buildModel } from './build-model';
import { parseModelJson } from './parse-model-json';
import { type ReadFile, readWeights } from './read-weights';

/** A `model.json` may have so many bytes. */
export const maxJsonBytes = 64 * 2 ** 20;

/** Options of {@link readModel}. */
export interface ReadModelOptions {
  /** What to call the model in errors. */
  file: string;
  /** Models with more weights than this are refused, in bytes. @default 2 GiB */
  maxBytes?: number;
}

/**
 * Reads a model in TensorFlow.js's LayersModel format: `model.json` and the weight files beside it.
 *
 * @returns the model, which the caller owns, and the JSON that was saved with it
 * @throws {InvalidFileError} when a file breaks the format or is missing, or the weights do not fit the topology
 */
export async function readModel(
  readFile: ReadFile,
  { file, maxBytes = 2 ** 31 }: ReadModelOptions,
): Promise<{ model: LayersModel; metadata: Record<string, unknown> }> {
  const json = parseModelJson(await readFile('model.json', maxJsonBytes), file, maxBytes);
  const weights = await readWeights(json.groups, readFile, file);
  return { model: await buildModel(json.topology, weights, file), metadata: json.metadata };
}
