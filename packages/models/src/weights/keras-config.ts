import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

/** A layer as TensorFlow.js writes it: Keras 2's format, with a few differences. */
interface LayerJson {
  name?: string;
  class_name: string;
  config: Record<string, unknown>;
  inbound_nodes?: unknown;
}

/** Which of Keras's formats to write: that of `.keras` archives, or that of legacy HDF5 files. */
export type KerasFormat = 'keras' | 'legacy';

/** Classes that Keras keeps elsewhere than in `keras.layers`. */
const modules: Record<string, string> = {
  CustomScaleLayer: 'keras.src.applications.inception_resnet_v2',
  Functional: 'keras.src.models.functional',
  Sequential: 'keras',
};

/** Describes a model as Keras does, for {@link KerasFormat}. */
export function kerasConfig(model: LayersModel, format: KerasFormat): object {
  const json = model.toJSON(null, false) as unknown as LayerJson;
  return layerConfig(json, { layer: model, format, frozen: false });
}

/** Where a description stands: for which layer and format, and whether a model around the layer is frozen. */
interface Context {
  layer: layers.Layer | undefined;
  format: KerasFormat;
  frozen: boolean;
}

function layerConfig({ class_name, config, ...place }: LayerJson, around: Context): object {
  const context = { ...around, frozen: around.frozen || around.layer?.trainable === false };
  const className = class_name === 'Model' ? 'Functional' : class_name;
  const inner = config.layers as LayerJson[] | undefined;
  const own =
    inner === undefined ? plainConfig(config, className, context) : modelConfig(config, inner, context);
  const described = { ...place, class_name: className, config: own };
  if (context.format === 'legacy') return described;
  const module = modules[className] ?? 'keras.layers';
  return { ...described, module, registered_name: className === 'CustomScaleLayer' ? className : null };
}

function modelConfig(config: Record<string, unknown>, inner: LayerJson[], context: Context): object {
  const model = context.layer as LayersModel;
  const described = (all: LayerJson[]) =>
    all.map((json) => {
      const layer = model.layers.find(({ name }) => name === json.config.name);
      return layerConfig(json, { ...context, layer });
    });
  if (!('input_layers' in config)) return { ...config, layers: described(withInputLayer(inner)) };
  const { input_layers: inputs, output_layers: outputs, ...rest } = config;
  return { ...rest, layers: described(inner), input_layers: unwrap(inputs), output_layers: unwrap(outputs) };
}

/** A single input or output is no list in Keras 3: the model would return a list of one. */
function unwrap(tensors: unknown): unknown {
  return Array.isArray(tensors) && tensors.length === 1 ? tensors[0] : tensors;
}

/** A stack whose first layer states the shape of the input gets a layer of its own for it. */
function withInputLayer(layers: LayerJson[]): LayerJson[] {
  const shape = layers[0]?.config.batch_input_shape;
  if (shape === undefined || layers[0]?.class_name === 'InputLayer') return layers;
  const config = { batch_input_shape: shape, dtype: 'float32', name: 'input_layer' };
  return [{ class_name: 'InputLayer', config }, ...layers];
}

/** Keras forgets that a model around a layer was frozen, so that the layer has to say it. */
function plainConfig(
  config: Record<string, unknown>,
  className: string,
  { format, frozen }: Context,
): object {
  const { batch_input_shape: shape, inference_only: _, ...rest } = config;
  const described = Object.entries(rest).map(([key, value]) => [key, describe(value, key, format)]);
  const result: object = Object.fromEntries(described);
  return className === 'InputLayer' ? { ...result, batch_shape: shape } : { ...result, trainable: !frozen };
}

/** Initialisers, regularisers and constraints are objects within a layer's configuration. */
function describe(value: unknown, key: string, format: KerasFormat): unknown {
  if (typeof value !== 'object' || value === null || !('class_name' in value)) return value;
  const object = value as LayerJson;
  const config = { ...object.config };
  if (config.distribution === 'normal') config.distribution = 'truncated_normal';
  if (format === 'legacy') return { ...object, config };
  const module = `keras.${key.slice(key.lastIndexOf('_') + 1)}s`;
  return { ...object, config, module, registered_name: null };
}
