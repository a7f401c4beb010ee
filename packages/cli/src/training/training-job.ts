import type { ImageDataset } from '@imgclf/data';
import type { ImageClassifier } from '@imgclf/models';
import type { BackendInfo } from '@imgclf/runtime/node';
import type { ClassifierEvaluation, History } from '@imgclf/train';
import type { Output } from '../command-line/output';

/** The two parts of the images, with the pixels as they come from the files, 0 to 255. */
export interface Parts {
  training: ImageDataset;
  validation: ImageDataset;
}

/** What training is to do. */
export interface TrainingJob extends Parts {
  classNames: readonly string[];
  imageSize: number;
  /** The architecture's own number where it is absent. */
  epochs: number | undefined;
  batchSize: number;
  seed: number;
  /** The epochs without a better validation loss after which to stop and go back to the best; never where absent. */
  patience: number | undefined;
  backend: BackendInfo;
  output: Output;
}

/** What training has done. The caller owns the classifier. */
export interface TrainedClassifier {
  classifier: ImageClassifier;
  history: History;
  /** On the validation images. */
  evaluation: ClassifierEvaluation;
}
