// One side: imgclf loads MobileNetV2 from its file and says what one picture shows.
import { initBackend } from '@imgclf/runtime/node';
import { zeros } from '@tensorflow/tfjs-core';
import { answer } from '../../lib/answer.mjs';
import { measure } from './measure.mjs';
import { baseOf, size } from './networks.mjs';

await initBackend({ backend: 'wasm' });

await answer(() =>
  measure(async () => {
    const base = await baseOf('MobileNetV2');
    await base.predict(zeros([1, size, size, 3])).data();
  }),
);
