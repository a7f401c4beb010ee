import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import { BreedHead } from '../breeds/breed-head';
import { imagenetBreeds } from '../breeds/imagenet-breeds';
import { DogDetector } from '../dogs/dog-detector';
import { Gate } from './gate';
import { type GateOptions, orderSchema } from './gate-options';

/**
 * Puts a face detector, a dog detector and a breed classifier together.
 *
 * @returns a gate that the caller owns; disposing it disposes its parts
 * @throws {InvalidArgumentError} when a part is missing, the breed classifier belongs to another backbone, or an option is
 * wrong
 * @example
 * const gate = createGate({ face: await loadBlazeFace(), dog: await loadDogDetector(), platform: nodePlatform });
 * const answer = await gate.classifyBreed('holiday.jpg');
 */
export function createGate(options: GateOptions): Gate {
  const { face, dog, breed = imagenetBreeds(), platform } = options;
  const { order } = parseOptions(orderSchema, options);
  if (typeof face?.detectFaces !== 'function')
    throw new InvalidArgumentError({ argument: 'face', allowed: 'a face detector', received: face });
  if (!(dog instanceof DogDetector))
    throw new InvalidArgumentError({ argument: 'dog', allowed: 'a DogDetector', received: dog });
  if (breed instanceof BreedHead && breed.featureCount !== dog.featureCount) {
    throw new InvalidArgumentError({
      argument: 'breed',
      allowed: `a breed classifier for the dog detector's ${dog.featureCount} features`,
      received: breed.featureCount,
    });
  }
  return new Gate({ face, dog, breed, order, platform });
}
