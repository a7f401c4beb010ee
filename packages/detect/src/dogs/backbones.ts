import {
  type Application,
  ImageClassifier,
  imagenetClassNames,
  inceptionResNetV2Application,
  mobileNetV2Application,
  resNet50Application,
} from '@imgclf/models';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { DogDetector, type DogDetectorOptions } from './dog-detector';

/** A pretrained network that a dog detector can be made of. */
export type BackboneName = 'mobileNetV2' | 'resNet50' | 'inceptionResNetV2';

const backbones: Readonly<Record<BackboneName, Application>> = {
  mobileNetV2: mobileNetV2Application,
  resNet50: resNet50Application,
  inceptionResNetV2: inceptionResNetV2Application,
};

const names = ['mobileNetV2', 'resNet50', 'inceptionResNetV2'] as const;

/** Checks the option `backbone` and fills in the default. */
export const backboneSchema = v.object({
  backbone: v.optional(v.picklist(names, `one of ${names.join(', ')}`), 'mobileNetV2'),
});

/**
 * Makes a dog detector of a network with its top. Pictures are squeezed into its square input, as in the tutorial.
 *
 * @param model the detector owns it from now on; it is disposed on errors too
 * @throws {InvalidArgumentError} when an option is wrong
 */
export async function dogDetectorOf(
  name: BackboneName,
  model: LayersModel,
  { rule, minProbability }: DogDetectorOptions,
): Promise<DogDetector> {
  const { defaultSize, preprocessInput } = backbones[name];
  const classifier = new ImageClassifier({
    model,
    classNames: imagenetClassNames,
    preprocessing: [
      { op: 'resize', height: defaultSize, width: defaultSize },
      { op: 'preprocessInput', mode: preprocessInput },
    ],
  });
  try {
    return new DogDetector(classifier, {
      ...(rule !== undefined && { rule }),
      ...(minProbability !== undefined && { minProbability }),
    });
  } catch (error) {
    await classifier.dispose();
    throw error;
  }
}
