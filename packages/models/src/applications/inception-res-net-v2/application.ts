import type { Application } from '../application';
import { parseApplicationOptions } from '../application-options';
import { checkImagenetOptions } from '../check-imagenet-options';
import { finishModel } from '../finish-model';
import { Graph } from '../graph';
import { inceptionResNetV2Features } from './architecture';

const baseUrl =
  'https://storage.googleapis.com/tensorflow/keras-applications/inception_resnet_v2/inception_resnet_v2_weights_tf_dim_ordering_tf_kernels';
const defaultSize = 299;
const minSize = 75;
const sizes = { defaultSize, minSize };

/** InceptionResNetV2: 55.9 million parameters, 54.3 million without its top. */
export const inceptionResNetV2Application: Application = {
  name: 'InceptionResNetV2',
  // Not spread: bundlers keep an object that something is spread into.
  defaultSize,
  minSize,
  preprocessInput: 'tf',

  build(options = {}) {
    const parsed = parseApplicationOptions(options, sizes);
    const graph = new Graph(parsed.seed);
    const inputs = graph.input(parsed.inputShape);
    const x = inceptionResNetV2Features(graph, inputs);
    const named = { ...parsed, defaultName: 'inception_resnet_v2' };
    return finishModel(graph, { inputs, x }, named, { top: 'avg_pool' });
  },

  imagenetWeights(options = {}) {
    const parsed = parseApplicationOptions(options, sizes);
    checkImagenetOptions(parsed, [defaultSize]);
    return parsed.includeTop
      ? { url: `${baseUrl}.h5`, md5: 'e693bd0210a403b3192acc6073ad2e96' }
      : { url: `${baseUrl}_notop.h5`, md5: 'd19885ff4a710c122648d3b5c3b684e4' };
  },
};
