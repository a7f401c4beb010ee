import { initBackend } from '@imgclf/runtime/node';
import { add, scalar } from '@tensorflow/tfjs-core';

const { name } = await initBackend();
if (name !== 'wasm' || add(scalar(2), scalar(3)).dataSync()[0] !== 5)
  throw new Error(`It computes on ${name}.`);
