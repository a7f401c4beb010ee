import { InvalidArgumentError } from '@imgclf/runtime';
import type { Application } from '../application';
import { type ApplicationOptions, parseApplicationOptions } from '../application-options';
import { checkImagenetOptions } from '../check-imagenet-options';
import { finishModel } from '../finish-model';
import { Graph } from '../graph';
import { mobileNetV2Features } from './architecture';

/** Options of MobileNetV2. */
export interface MobileNetV2Options extends ApplicationOptions {
  /** How wide the network is: the filters of every layer are multiplied by it. Above 0. @default 1 */
  alpha?: number;
}

const baseUrl = 'https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2/';
const defaultSize = 224;
const minSize = 32;
const sizes = { defaultSize, minSize };
const trainedAlphas = [0.35, 0.5, 0.75, 1, 1.3, 1.4];
const trainedSizes = [96, 128, 160, 192, 224];

function parse({ alpha = 1, ...options }: MobileNetV2Options) {
  if (typeof alpha !== 'number' || !(alpha > 0 && alpha <= 16)) {
    throw new InvalidArgumentError({
      argument: 'alpha',
      allowed: 'a number above 0, at most 16',
      received: alpha,
    });
  }
  return { alpha, ...parseApplicationOptions(options, sizes) };
}

/** The size whose weights fit an input: the input's own where it was trained, else 224, as in Keras. */
function rowsOf([height, width]: readonly (number | null)[]): number {
  const trained = height === width && trainedSizes.includes(height ?? 0);
  return trained ? (height as number) : defaultSize;
}

/** MobileNetV2: small and fast, 3.5 million parameters, 2.3 million without its top. */
export const mobileNetV2Application: Application<MobileNetV2Options> = {
  name: 'MobileNetV2',
  // Not spread: bundlers keep an object that something is spread into.
  defaultSize,
  minSize,
  preprocessInput: 'tf',

  build(options = {}) {
    const parsed = parse(options);
    const { alpha, inputShape, seed } = parsed;
    const graph = new Graph(seed);
    const inputs = graph.input(inputShape);
    const x = mobileNetV2Features(graph, inputs, alpha);
    const defaultName = `mobilenetv2_${alpha.toFixed(2)}_${rowsOf(inputShape)}`;
    return finishModel(graph, { inputs, x }, { ...parsed, defaultName });
  },

  imagenetWeights(options = {}) {
    const { alpha, ...parsed } = parse(options);
    checkImagenetOptions(parsed, trainedSizes);
    if (!trainedAlphas.includes(alpha)) {
      const allowed = `one of ${trainedAlphas.join(', ')} with ImageNet weights`;
      throw new InvalidArgumentError({ argument: 'alpha', allowed, received: alpha });
    }
    const width = Number.isInteger(alpha) ? alpha.toFixed(1) : String(alpha);
    const stem = `mobilenet_v2_weights_tf_dim_ordering_tf_kernels_${width}_${rowsOf(parsed.inputShape)}`;
    return { url: `${baseUrl}${stem}${parsed.includeTop ? '' : '_no_top'}.h5` };
  },
};
