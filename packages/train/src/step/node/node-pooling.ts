import type { AveragePoolGradient, MaxPoolGradient, Pool } from '../program/operation';
import type { NodeValues } from './node-values';
import { paddingAttributes } from './node-windows';
import type { Attribute, Handle, Tensorflow } from './tensorflow';

export function nodePool(values: NodeValues, operation: Pool): () => void {
  const { tensorflow } = values;
  const { x, y, argmax, kernel } = operation;
  const attributes = attributesOf(tensorflow, operation);
  if (kernel === 'avgPool')
    return () => values.set(y, tensorflow.run('AvgPool', attributes, [values.get(x)]));
  if (argmax === undefined || !fastPoolWorks(tensorflow, attributes)) {
    return () => values.set(y, tensorflow.run('MaxPool', attributes, [values.get(x)]));
  }
  const fast = [...attributes, ...fastAttributes(tensorflow)];
  return () => {
    const [pooled, workspace] = tensorflow.runAll('_MklNativeMaxPool', fast, {
      inputs: [values.get(x)],
      outputs: 2,
    });
    values.set(y, pooled as Handle);
    values.set(argmax, workspace as Handle);
  };
}

export function nodeMaxPoolGradient(values: NodeValues, operation: MaxPoolGradient): () => void {
  const { tensorflow } = values;
  const { x, y, dy, dx, argmax } = operation;
  const attributes = attributesOf(tensorflow, operation);
  const inputs = () => [values.get(x), values.get(y), values.get(dy)];
  if (!fastPoolWorks(tensorflow, attributes)) {
    return () => values.set(dx, tensorflow.run('MaxPoolGrad', attributes, inputs()));
  }
  const fast = [...attributes, ...fastAttributes(tensorflow)];
  return () =>
    values.set(dx, tensorflow.run('_MklNativeMaxPoolGrad', fast, [...inputs(), values.get(argmax)]));
}

export function nodeAveragePoolGradient(values: NodeValues, operation: AveragePoolGradient): () => void {
  const { tensorflow } = values;
  const { dy, dx } = operation;
  const attributes = attributesOf(tensorflow, operation);
  const sizes = tensorflow.list(values.shape(dx));
  return () => values.set(dx, tensorflow.run('AvgPoolGrad', attributes, [sizes, values.get(dy)]));
}

function attributesOf(
  tensorflow: Tensorflow,
  { geometry }: Pool | MaxPoolGradient | AveragePoolGradient,
): Attribute[] {
  const { filterHeight, filterWidth, strideHeight, strideWidth } = geometry;
  return [
    tensorflow.float,
    tensorflow.integers('ksize', [1, filterHeight, filterWidth, 1]),
    tensorflow.integers('strides', [1, strideHeight, strideWidth, 1]),
    tensorflow.text('data_format', 'NHWC'),
    ...paddingAttributes(tensorflow, geometry),
  ];
}

/** What chooses oneDNN's kernels and lets the pooling remember where its maxima were. */
function fastAttributes(tensorflow: Tensorflow): Attribute[] {
  return [tensorflow.text('_kernel', 'MklNameChangeOp'), tensorflow.flag('workspace_enabled', true)];
}

const tried = new WeakMap<Tensorflow, boolean>();

/**
 * Whether TensorFlow has oneDNN's max pooling, whose gradient takes a quarter of the time of TensorFlow's own on the
 * CPU: the latter looks for the maxima once more. It is tried once, on a small image.
 */
function fastPoolWorks(tensorflow: Tensorflow, attributes: readonly Attribute[]): boolean {
  if (tensorflow.onGpu || attributes.some(({ value }) => value === 'EXPLICIT')) return false;
  const known = tried.get(tensorflow);
  if (known !== undefined) return known;
  const works = tryFastPool(tensorflow);
  tried.set(tensorflow, works);
  return works;
}

function tryFastPool(tensorflow: Tensorflow): boolean {
  const image = tensorflow.floats(new Float32Array(4), [1, 2, 2, 1]);
  const window = (name: string) => tensorflow.integers(name, [1, 2, 2, 1]);
  const attributes = [
    tensorflow.float,
    window('ksize'),
    window('strides'),
    tensorflow.text('padding', 'VALID'),
  ];
  try {
    const all = [...attributes, ...fastAttributes(tensorflow)];
    for (const handle of tensorflow.runAll('_MklNativeMaxPool', all, { inputs: [image], outputs: 2 })) {
      tensorflow.free(handle);
    }
    return true;
  } catch {
    return false;
  } finally {
    tensorflow.free(image);
  }
}
