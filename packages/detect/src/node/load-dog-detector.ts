import { type ImagenetWeightsOptions, inceptionResNetV2, mobileNetV2, resNet50 } from '@imgclf/models/node';
import { parseOptions } from '@imgclf/runtime';
import { type BackboneName, backboneSchema, dogDetectorOf } from '../dogs/backbones';
import type { DogDetector, DogDetectorOptions } from '../dogs/dog-detector';

/** Options of {@link loadDogDetector}. */
export interface LoadDogDetectorOptions extends DogDetectorOptions, ImagenetWeightsOptions {
  /** @default 'mobileNetV2' */
  backbone?: BackboneName;
  /**
   * The path, URL or bytes of a Keras file with the network's top; by default Keras's own, downloaded once.
   * @default 'imagenet'
   */
  weights?: 'imagenet' | (string & {}) | URL | Uint8Array;
}

const builders = { mobileNetV2, resNet50, inceptionResNetV2 };

/**
 * Makes a dog detector of a pretrained network.
 *
 * @returns a detector that the caller owns
 * @throws {InvalidArgumentError} when an option is wrong
 * @throws {FileNotFoundError} {FileUnreadableError} {InvalidFileError} {AbortedError}
 * @example
 * const dog = await loadDogDetector({ backbone: 'resNet50', rule: 'argmax' }); // the tutorial's
 */
export async function loadDogDetector(options: LoadDogDetectorOptions = {}): Promise<DogDetector> {
  const { backbone } = parseOptions(backboneSchema, options);
  const { backbone: _, rule, minProbability, ...weights } = options;
  return dogDetectorOf(backbone, await builders[backbone](weights), options);
}
