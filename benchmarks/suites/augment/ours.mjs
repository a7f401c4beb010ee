// One side: imgclf's layers or its generator.  node ours.mjs layers|generator <backend>
import { ImageDataGenerator } from '@imgclf/data';
import { RandomFlip, RandomRotation, RandomZoom } from '@imgclf/data/layers';
import { initBackend } from '@imgclf/runtime/node';
import { dispose, tensor, tidy } from '@tensorflow/tfjs-core';
import { measureSteps } from '../step/measure.mjs';
import { images, imagesShape } from './images.mjs';

const [kind, backend] = process.argv.slice(2);
await initBackend({ backend });
await measureSteps(kind === 'layers' ? layers() : generator());

function layers() {
  const batch = tensor(images(), imagesShape);
  const stack = [
    new RandomFlip({ mode: 'horizontal', seed: 1 }),
    new RandomRotation({ factor: 0.2, seed: 2 }),
    new RandomZoom({ heightFactor: 0.2, seed: 3 }),
  ];
  return () => {
    const result = tidy(() => stack.reduce((x, layer) => layer.call(x, { training: true }), batch));
    result.dataSync();
    result.dispose();
  };
}

function generator() {
  const augmented = new ImageDataGenerator({ horizontalFlip: true, rotationRange: 72, zoomRange: 0.2 });
  const xs = { data: images(), shape: imagesShape };
  let batches = augmented.flow({ xs }, { batchSize: imagesShape[0], seed: 1 })[Symbol.asyncIterator]();
  return async () => {
    let { value, done } = await batches.next();
    if (done) {
      batches = augmented.flow({ xs }, { batchSize: imagesShape[0], seed: 1 })[Symbol.asyncIterator]();
      ({ value, done } = await batches.next());
    }
    dispose(value.xs);
  };
}
