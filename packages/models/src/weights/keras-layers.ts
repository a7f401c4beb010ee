import { InvalidFileError } from '@imgclf/runtime';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import type { Group } from 'jsfive';
import { childGroup, datasetAt } from './hdf5';
import { storedWeight } from './legacy-layers';
import type { StoredLayer, StoredWeight } from './stored-weights';

/** A layer with weights and where a Keras 3 file has them: `layers/conv2d_1/vars`. */
export interface KerasPath {
  layer: layers.Layer;
  path: string;
}

/**
 * Where Keras 3 (`.weights.h5` and `.keras`) keeps the weights of each layer of a model: by the kinds of the layers,
 * counted in the model's order. Layers of models within the model are listed one by one.
 */
export function kerasPaths(model: LayersModel, prefix = ''): KerasPath[] {
  const counts = new Map<string, number>();
  const stack = model.getClassName() === 'Sequential';
  return model.layers
    .filter((layer) => !(stack && layer.getClassName() === 'InputLayer'))
    .flatMap((layer) => {
      const kind = snakeCase(kerasClassName(layer));
      const count = counts.get(kind) ?? 0;
      counts.set(kind, count + 1);
      const path = `${prefix}layers/${count === 0 ? kind : `${kind}_${count}`}`;
      if (isModel(layer)) return kerasPaths(layer, `${path}/`);
      return layer.weights.length === 0 ? [] : [{ layer, path: `${path}/vars` }];
    });
}

/**
 * Lists what a Keras 3 file holds for the layers of a model, and then what it holds besides.
 * @throws {InvalidFileError} when it lacks something
 */
export function kerasLayers(root: Group, model: LayersModel, file: string): StoredLayer[] {
  const wanted = kerasPaths(model).map(({ layer, path }) => {
    const weights: StoredWeight[] = layer.weights.map((_, i) =>
      storedWeight(`${path}/${i}`, datasetAt(root, `${path}/${i}`, file), file),
    );
    return { name: path, weights };
  });
  const known = new Set(wanted.map(({ name }) => name));
  const others = storedPaths(root, file).filter((path) => !known.has(path));
  return [
    ...wanted,
    ...others.map((name) => ({
      name,
      weights: [storedWeight(name, datasetAt(root, `${name}/0`, file), file)],
    })),
  ];
}

/** A file may contain itself; no model has layers this deep inside one another, or this many. */
const maxDepth = 8;
const maxLayers = 100_000;

/** The paths at which a file has weights of layers. */
function storedPaths(root: Group, file: string): string[] {
  const found: string[] = [];
  let visited = 0;
  const visit = (parent: Group, prefix: string, depth: number) => {
    const layerGroups = depth === maxDepth ? undefined : childGroup(parent, 'layers');
    for (const name of layerGroups?.keys ?? []) {
      if (++visited > maxLayers)
        throw new InvalidFileError({ file, message: `${file} has too many layers.` });
      const layer = childGroup(layerGroups as Group, name);
      if (layer === undefined) continue;
      const path = `${prefix}layers/${name}`;
      if ((childGroup(layer, 'vars')?.keys.length ?? 0) > 0) found.push(`${path}/vars`);
      visit(layer, `${path}/`, depth + 1);
    }
  };
  visit(root, '', 0);
  return found;
}

/** Keras's name of a layer's class. */
export function kerasClassName(layer: layers.Layer): string {
  const name = layer.getClassName();
  return name === 'Model' ? 'Functional' : name;
}

/** Whether a layer is a model within a model. */
export function isModel(layer: layers.Layer): layer is LayersModel {
  return 'layers' in layer;
}

/** Keras's rule: `Conv2D` to `conv2d`, `BatchNormalization` to `batch_normalization`, `ReLU` to `re_lu`. */
function snakeCase(name: string): string {
  return name
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}
