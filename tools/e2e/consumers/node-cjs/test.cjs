// Node 20.19 and later require ES modules.
const { cnn } = require('@imgclf/models');
const { initBackend } = require('@imgclf/runtime/node');
const { fit } = require('@imgclf/train');
const { imageDatasetFromDirectory } = require('@imgclf/data/node');

async function main() {
  await initBackend();
  const data = await imageDatasetFromDirectory(process.argv[2], { imageSize: 16, seed: 1 });
  const model = cnn({ inputShape: [16, 16, 3], filters: [4], denseUnits: [], classes: 2, seed: 1 });
  const { history } = await fit(model, {
    data,
    loss: 'sparse_categorical_crossentropy',
    epochs: 2,
    verbose: 0,
  });
  if (!(history.loss.at(-1) > 0)) throw new Error('It does not train.');
}

main();
