import type { LayersModel, LayerVariable } from '@tensorflow/tfjs-layers';
import { strToU8, zipSync } from 'fflate';
import type { Group, File as Hdf5File } from 'h5wasm';
import { kerasConfig } from './keras-config';
import { kerasPaths } from './keras-layers';
import { legacyOrder } from './legacy-order';
import { writeHdf5 } from './write-hdf5';

/** The version of Keras whose formats are written. */
const kerasVersion = '3.9.0';
/** A list of names that is longer than this does not fit into one attribute of an HDF5 file. */
const maxAttributeBytes = 64_512;

/**
 * Writes a model as a legacy Keras HDF5 file (`.h5`): `keras.saving.load_model` makes the same model from it, and
 * `load_weights` reads its weights. The model stays as it is, and is saved without its optimiser.
 *
 * @returns the file
 * @example
 * await writeFile('model.h5', await toKerasH5(model));
 */
export async function toKerasH5(model: LayersModel): Promise<Uint8Array> {
  const values = await valuesOf(model);
  return writeHdf5((root) => {
    const { keras_version, backend } = { keras_version: kerasVersion, backend: 'tensorflow' };
    root.create_attribute('keras_version', keras_version);
    root.create_attribute('backend', backend);
    root.create_attribute('model_config', JSON.stringify(kerasConfig(model, 'legacy')));
    const group = root.create_group('model_weights');
    group.create_attribute('keras_version', keras_version);
    group.create_attribute('backend', backend);
    writeLegacyWeights(group, model, values);
  });
}

/**
 * Writes a model as a Keras 3 archive (`.keras`), from which `keras.saving.load_model` makes the same model. The model
 * stays as it is, and is saved without its optimiser.
 *
 * @returns the file
 * @example
 * await writeFile('model.keras', await toKeras(model));
 */
export async function toKeras(model: LayersModel): Promise<Uint8Array> {
  const values = await valuesOf(model);
  const weights = await writeHdf5((root) => writeKerasWeights(root, model, values));
  return zipSync({
    'metadata.json': strToU8(JSON.stringify({ keras_version: kerasVersion, date_saved: timestamp() })),
    'config.json': strToU8(JSON.stringify(kerasConfig(model, 'keras'))),
    'model.weights.h5': [weights, { level: 0 }],
  });
}

type Values = Map<LayerVariable, Float32Array>;

async function valuesOf(model: LayersModel): Promise<Values> {
  const values: Values = new Map();
  for (const weight of model.weights) values.set(weight, await weight.read().data<'float32'>());
  return values;
}

/** Keras's form: `2025-01-31@17:05:00`. */
function timestamp(): string {
  return new Date().toISOString().slice(0, 19).replace('T', '@');
}

function writeLegacyWeights(root: Group, model: LayersModel, values: Values): void {
  writeNames(
    root,
    'layer_names',
    model.layers.map(({ name }) => name),
  );
  for (const layer of model.layers) {
    const group = root.create_group(layer.name);
    const weights = legacyOrder(layer);
    const names = weights.map(({ originalName }) => `${originalName}:0`);
    writeNames(group, 'weight_names', names);
    for (const [i, weight] of weights.entries()) {
      writeDataset(group, names[i] as string, weight, values);
    }
  }
}

function writeKerasWeights(root: Hdf5File, model: LayersModel, values: Values): void {
  for (const { layer, path } of kerasPaths(model)) {
    for (const [i, weight] of layer.weights.entries()) writeDataset(root, `${path}/${i}`, weight, values);
  }
}

/** Makes the groups on the way to `path` where they are missing. */
function writeDataset(root: Group, path: string, weight: LayerVariable, values: Values): void {
  const names = path.split('/');
  const name = names.pop() as string;
  const group = names.reduce(
    (parent, part) =>
      parent.keys().includes(part) ? (parent.get(part) as Group) : parent.create_group(part),
    root,
  );
  const data = values.get(weight) as Float32Array;
  group.create_dataset({ name, data, shape: weight.shape as number[] });
}

/** Splits a list that is too long for one attribute into `name0`, `name1` and so on, as Keras does. */
function writeNames(group: Group, attribute: string, names: readonly string[]): void {
  const encoder = new TextEncoder();
  const width = Math.max(1, ...names.map((name) => encoder.encode(name).length));
  const perPart = Math.max(1, Math.floor(maxAttributeBytes / width));
  if (names.length <= perPart) {
    group.create_attribute(attribute, [...names], [names.length], `S${width}`);
    return;
  }
  for (let i = 0; i * perPart < names.length; i++) {
    const part = names.slice(i * perPart, (i + 1) * perPart);
    group.create_attribute(`${attribute}${i}`, part, [part.length], `S${width}`);
  }
}
