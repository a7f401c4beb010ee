import { ImageClassifier, type ImageClassifierOptions } from '@imgclf/models';
import { saveClassifier } from '@imgclf/models/node';
import { ModelCheckpoint, type ModelCheckpointOptions } from '../../callbacks/model-checkpoint';

/** Options of {@link classifierCheckpoint}: those of `ModelCheckpoint`, and what makes a model a classifier. */
export interface ClassifierCheckpointOptions
  extends Omit<ModelCheckpointOptions, 'save'>,
    Pick<ImageClassifierOptions, 'classNames' | 'preprocessing' | 'colorMode' | 'applyExifOrientation'> {}

/**
 * A `ModelCheckpoint` that saves whole classifiers, into folders that `loadClassifier` of `@imgclf/models/node` opens.
 * A classifier that was there before is replaced in one go: killed or out of space on the way, the old one still loads.
 *
 * @throws {InvalidArgumentError} for a bad option; during training for an unknown field in the template, or a `monitor`
 *   that does not exist
 * @throws {FileUnreadableError} during training, when the folder cannot be written
 * @example
 * classifierCheckpoint({
 *   path: 'runs/first/best', saveBestOnly: true, monitor: 'val_accuracy',
 *   classNames: train.classNames, preprocessing: [{ op: 'resize', height: 160, width: 160 }],
 * });
 */
export function classifierCheckpoint({
  classNames,
  preprocessing,
  colorMode,
  applyExifOrientation,
  ...options
}: ClassifierCheckpointOptions): ModelCheckpoint {
  const settings = {
    ...{ classNames, preprocessing },
    ...(colorMode === undefined ? {} : { colorMode }),
    ...(applyExifOrientation === undefined ? {} : { applyExifOrientation }),
  };
  return new ModelCheckpoint({
    ...options,
    save: (model, path) => saveClassifier(new ImageClassifier({ model, ...settings }), path),
  });
}
