import { serialization } from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';

type LayerClass = new (args?: object) => layers.Layer;

/** TensorFlow.js's own layer class of this name, to extend; the package exports factories only. */
export function stockLayer(className: string): LayerClass {
  const [stock] = serialization.SerializationMap.getMap().classNameMap[className] ?? [];
  return (stock ?? layers.Layer) as unknown as LayerClass;
}
