import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import type { File as Hdf5File } from 'h5wasm';
import { datasetAt } from './hdf5';
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

/** Lists what a Keras 3 file holds for the layers of a model. */
export function kerasLayers(root: Hdf5File, model: LayersModel, file: string): StoredLayer[] {
  return kerasPaths(model).map(({ layer, path }) => {
    const weights: StoredWeight[] = layer.weights.map((_, i) =>
      storedWeight(`${path}/${i}`, datasetAt(root, `${path}/${i}`, file), file),
    );
    return { name: path, weights };
  });
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
