import { cnn, ImageClassifier } from '@imgclf/models';
import { loadClassifier, saveClassifier } from '@imgclf/models/node';
import { initBackend } from '@imgclf/runtime/node';

await initBackend();
const model = cnn({ inputShape: [16, 16, 3], filters: [4], denseUnits: [8], classes: 2, seed: 1 });
const preprocessing = [{ op: 'resize', height: 16, width: 16 }];
const classifier = new ImageClassifier({ model, classNames: ['a', 'b'], preprocessing });
const image = { width: 20, height: 20, channels: 3, data: new Uint8Array(1200).fill(99) };
const [before] = await classifier.classify(image);
await saveClassifier(classifier, 'saved');
const [after] = await (await loadClassifier('saved')).classify(image);
if (before.label !== after.label || Math.abs(before.score - after.score) > 1e-6)
  throw new Error('It does not load.');
