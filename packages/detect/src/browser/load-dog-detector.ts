import { inceptionResNetV2, mobileNetV2, resNet50 } from '@imgclf/models/browser';
import { parseOptions } from '@imgclf/runtime';
import { type BackboneName, backboneSchema, dogDetectorOf } from '../dogs/backbones';
import type { DogDetector, DogDetectorOptions } from '../dogs/dog-detector';

/** Options of {@link loadDogDetector}. */
export interface LoadDogDetectorOptions extends DogDetectorOptions {
  /** @default 'mobileNetV2' */
  backbone?: BackboneName;
  /** The URL or the bytes of a Keras file with the network's top. */
  weights: string | URL | Uint8Array;
  signal?: AbortSignal;
}

const builders = { mobileNetV2, resNet50, inceptionResNetV2 };

/**
 * Makes a dog detector of a pretrained network; see the function of the same name in `@imgclf/detect/node`.
 *
 * @returns a detector that the caller owns
 * @throws {InvalidArgumentError} {FileNotFoundError} {FileUnreadableError} {InvalidFileError} {AbortedError}
 */
export async function loadDogDetector(options: LoadDogDetectorOptions): Promise<DogDetector> {
  const { backbone } = parseOptions(backboneSchema, options);
  const { backbone: _, rule, minProbability, ...weights } = options;
  return dogDetectorOf(backbone, await builders[backbone](weights), options);
}
