import type { Classification } from '@imgclf/runtime';
import type { DogSighting } from '../dogs/dog-sighting';

/** Names the breed of a dog from what the dog detector saw. */
export interface BreedClassifier {
  /** The breeds, in the order of the model's outputs. */
  readonly classNames: readonly string[];
  /** A best breed of a lower probability than this is answered as {@link unknownBreed}, 0 to 1. */
  readonly unknownBelow: number;
  /**
   * @param sighting what the dog detector that the classifier was trained with saw
   * @returns the `top` best breeds, best first
   */
  classify(sighting: DogSighting, top: number): Promise<Classification[]>;
  /** Frees what the classifier holds. */
  dispose(): void | Promise<void>;
}

/** The breed of a dog that resembles no breed enough. */
export const unknownBreed = 'unknown';
