import { imagenetClassNames, imagenetDogClasses, topClasses } from '@imgclf/models';
import { parseOptions } from '@imgclf/runtime';
import type { BreedClassifier } from './breed-classifier';
import { type BreedOptions, breedSchema } from './breed-options';

const classNames = imagenetClassNames.slice(imagenetDogClasses.first, imagenetDogClasses.last + 1);

/**
 * Names one of ImageNet's 118 breeds, by the dog detector's own probabilities, as shares of those of all breeds: a breed
 * classifier that needs no training.
 *
 * @throws {InvalidArgumentError} when an option is wrong
 */
export function imagenetBreeds(options: BreedOptions = {}): BreedClassifier {
  const { unknownBelow } = parseOptions(breedSchema, options);
  return {
    classNames,
    unknownBelow,
    async classify({ breedScores, probability }, top) {
      const shares = breedScores.map((score) => score / Math.max(probability, Number.MIN_VALUE));
      return topClasses(shares, classNames, top);
    },
    dispose: () => undefined,
  };
}
