import { InvalidFileError } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { archiveReader } from '../format/archive-reader';
import { maxJsonBytes } from '../format/read-model';
import { assignWeights } from './assign-weights';
import { isHdf5, readHdf5 } from './hdf5';
import { isZip, weightsInArchive } from './keras-archive';
import { kerasLayers, kerasPaths } from './keras-layers';
import { isLegacy, legacyLayers } from './legacy-layers';
import { isModelJson, loadTfjsWeights } from './tfjs-weights';

/** Options of {@link loadWeights}. */
export interface LoadWeightsOptions {
  /** What to call the file in errors. @default 'weights' */
  file?: string;
  /**
   * Reads the weight files beside a TensorFlow.js `model.json`, by their names there; refuses one of more than `maxBytes`.
   * Needed for a `model.json`, not for an archive that holds it with its weight files.
   */
  readFile?: (name: string, maxBytes: number) => Promise<Uint8Array>;
}

/**
 * Gives a model the weights of a file, in the order of the layers: a legacy `.h5` (of weights or of a whole model), a
 * `.weights.h5` of Keras 3, a `.keras` archive, or a TensorFlow.js `model.json`, also in a zip archive with its weight
 * files. The file's content decides which, not its name. The model is changed wholly or not at all.
 *
 * @throws {InvalidFileError} when the file is none of these, is damaged, or belongs to another architecture
 * @example
 * const model = mobileNetV2Application.build({ includeTop: false });
 * await loadWeights(model, await readFile('mobilenet_v2_no_top.h5'));
 */
export async function loadWeights(
  model: LayersModel,
  bytes: Uint8Array,
  { file = 'weights', readFile }: LoadWeightsOptions = {},
): Promise<void> {
  const maxBytes = maxWeightsBytes(model);
  if (isModelJson(bytes)) return loadTfjsWeights(model, bytes, { file, maxBytes, readFile });
  const archived = isZip(bytes) ? weightsInArchive(bytes, maxBytes, file) : bytes;
  if (archived === undefined) {
    const inArchive = archiveReader(bytes, maxBytes, file);
    const json = await inArchive('model.json', maxJsonBytes);
    return loadTfjsWeights(model, json, { file, maxBytes, readFile: inArchive });
  }
  if (!isHdf5(archived)) {
    throw new InvalidFileError({
      file,
      message: `${file} must be a Keras file (.h5, .weights.h5 or .keras) or a model.json; it begins with ${beginning(archived)}.`,
    });
  }
  readHdf5(archived, file, (root) => {
    if (isLegacy(root)) assignWeights(model.layers, legacyLayers(root, file), file);
    else {
      const targets = kerasPaths(model).map(({ layer }) => layer);
      assignWeights(targets, kerasLayers(root, model, file), file);
    }
  });
}

/** HDF5 adds little to the weights, but an optimiser's state may be up to three times their size. */
function maxWeightsBytes(model: LayersModel): number {
  return 64 * 2 ** 20 + 16 * model.countParams();
}

function beginning(bytes: Uint8Array): string {
  return JSON.stringify(new TextDecoder('latin1').decode(bytes.subarray(0, 16)));
}
