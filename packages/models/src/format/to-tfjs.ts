import type { LayersModel } from '@tensorflow/tfjs-layers';
import { toArtifacts } from './model-artifacts';
import { modelFiles } from './model-files';

/**
 * Writes a model in TensorFlow.js's LayersModel format, which `tf.loadLayersModel` reads. The model stays as it is.
 *
 * @returns file names with their bytes: weight files of at most 4 MiB, then `model.json`, which names them
 * @throws {InvalidArgumentError} when two weights of the model share a name
 * @example
 * for (const [name, bytes] of await toTfjs(model)) await writeFile(path.join(folder, name), bytes);
 */
export async function toTfjs(model: LayersModel): Promise<Map<string, Uint8Array>> {
  return modelFiles(await toArtifacts(model));
}
