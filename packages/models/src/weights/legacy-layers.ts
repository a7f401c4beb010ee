import type { Dataset, Group } from 'jsfive';
import { datasetAt, floatsOf, groupAt, stringAttribute } from './hdf5';
import type { StoredLayer, StoredWeight } from './stored-weights';

/** Whether a file has Keras's legacy layout, of weights alone or of a whole model. */
export function isLegacy(root: Group): boolean {
  return hasNames(root, 'layer_names') || root.keys.includes('model_weights');
}

/**
 * Lists the weights in a legacy Keras file: by layer, in the order and under the names that its attributes state.
 * @throws {InvalidFileError} when something that the attributes name is missing
 */
export function legacyLayers(root: Group, file: string): StoredLayer[] {
  const layers = hasNames(root, 'layer_names') ? root : groupAt(root, 'model_weights', file);
  return namesIn(layers, 'layer_names').map((name) => {
    const group = groupAt(layers, name, file);
    const weights = namesIn(group, 'weight_names').map((weight) =>
      storedWeight(weight, datasetAt(group, weight, file), file),
    );
    return { name, weights };
  });
}

/** One array of weights. */
export function storedWeight(name: string, dataset: Dataset, file: string): StoredWeight {
  return { name, shape: dataset.shape, read: () => floatsOf(dataset, file) };
}

function hasNames(group: Group, attribute: string): boolean {
  return attribute in group.attrs || `${attribute}0` in group.attrs;
}

/** A list of names, which Keras splits into `name0`, `name1` and so on where it is too long for one attribute. */
function namesIn(group: Group, attribute: string): string[] {
  const whole = stringAttribute(group, attribute);
  if (whole !== undefined) return whole;
  const names: string[] = [];
  for (let i = 0; ; i++) {
    const part = stringAttribute(group, `${attribute}${i}`);
    if (part === undefined) return names;
    names.push(...part);
  }
}
