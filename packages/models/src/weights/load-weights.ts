import { InvalidFileError } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { assignWeights } from './assign-weights';
import { isHdf5, readHdf5 } from './hdf5';
import { isZip, weightsInArchive } from './keras-archive';
import { kerasLayers, kerasPaths } from './keras-layers';
import { isLegacy, legacyLayers } from './legacy-layers';

/** Options of {@link loadWeights}. */
export interface LoadWeightsOptions {
  /** What to call the file in errors. @default 'weights' */
  file?: string;
}

/**
 * Gives a model the weights of a Keras file, in the order of the layers: a legacy `.h5` (of weights or of a whole
 * model), a `.weights.h5` of Keras 3, or a `.keras` archive. The file decides which, not its name. The model is changed
 * wholly or not at all.
 *
 * @throws {InvalidFileError} when the file is none of these, is damaged, or belongs to another architecture
 * @example
 * const model = mobileNetV2Application.build({ includeTop: false });
 * await loadWeights(model, await readFile('mobilenet_v2_no_top.h5'));
 */
export async function loadWeights(
  model: LayersModel,
  bytes: Uint8Array,
  { file = 'weights' }: LoadWeightsOptions = {},
): Promise<void> {
  const hdf5 = isZip(bytes) ? weightsInArchive(bytes, maxWeightsBytes(model), file) : bytes;
  if (!isHdf5(hdf5)) {
    throw new InvalidFileError({
      file,
      message: `${file} must be a Keras file (.h5, .weights.h5 or .keras); it begins with ${beginning(hdf5)}.`,
    });
  }
  readHdf5(hdf5, file, (root) => {
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
