import type { Application } from '../application';
import { parseApplicationOptions } from '../application-options';
import { checkImagenetOptions } from '../check-imagenet-options';
import { finishModel } from '../finish-model';
import { Graph } from '../graph';
import { resNet50Features } from './architecture';

const baseUrl =
  'https://storage.googleapis.com/tensorflow/keras-applications/resnet/resnet50_weights_tf_dim_ordering_tf_kernels';
const defaultSize = 224;
const minSize = 32;
const sizes = { defaultSize, minSize };

/** ResNet50, version 1: 25.6 million parameters, 23.6 million without its top. */
export const resNet50Application: Application = {
  name: 'ResNet50',
  // Not spread: bundlers keep an object that something is spread into.
  defaultSize,
  minSize,
  preprocessInput: 'caffe',

  build(options = {}) {
    const parsed = parseApplicationOptions(options, sizes);
    const graph = new Graph(parsed.seed);
    const inputs = graph.input(parsed.inputShape);
    const x = resNet50Features(graph, inputs);
    const names = { top: 'avg_pool', avg: 'avg_pool', max: 'max_pool' };
    return finishModel(graph, { inputs, x }, { ...parsed, defaultName: 'resnet50' }, names);
  },

  imagenetWeights(options = {}) {
    const parsed = parseApplicationOptions(options, sizes);
    checkImagenetOptions(parsed, [defaultSize]);
    return parsed.includeTop
      ? { url: `${baseUrl}.h5`, md5: '2cb95161c43110f7111970584f804107' }
      : { url: `${baseUrl}_notop.h5`, md5: '4d473c1dd8becc155b73f8504c6f6626' };
  },
};
