import { imageDatasetFromDirectory } from '@imgclf/data/node';
import { cnn, ImageClassifier } from '@imgclf/models';
import { saveClassifier } from '@imgclf/models/node';
import { createPreprocessor, type PreprocessingStep } from '@imgclf/preprocess';
import type { Classification } from '@imgclf/runtime';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { EarlyStopping, fit, type History } from '@imgclf/train';
import { progressBar } from '@imgclf/train/node';

export async function main(folder: string): Promise<Classification[]> {
  await initBackend();
  const [data, validationData] = await imageDatasetFromDirectory(folder, {
    validationSplit: 0.2,
    subset: 'both',
  });
  const model = cnn({ inputShape: [256, 256, 3], filters: [16], denseUnits: [], classes: 2 });
  const history: History = await fit(model, {
    data,
    validationData,
    loss: 'sparse_categorical_crossentropy',
    callbacks: [new EarlyStopping({ patience: 2 }), progressBar()],
  });
  const preprocessing: PreprocessingStep[] = [{ op: 'resize', height: 256, width: 256 }];
  createPreprocessor(preprocessing);
  const classNames = data.classNames ?? [];
  const classifier = new ImageClassifier({ model, classNames, preprocessing, platform: nodePlatform });
  await saveClassifier(classifier, `model after ${history.epoch.length}`);
  return classifier.classify('a.jpg');
}
