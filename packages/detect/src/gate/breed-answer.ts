import type { Classification } from '@imgclf/runtime';
import type { DogSighting } from '../dogs/dog-sighting';
import type { Face } from '../faces/face';

/** The tutorial's answer to a picture with neither a dog nor a human in it. */
export const neitherMessage = 'Error: neither a dog nor a human was detected.';

interface Findings {
  /** Size of the picture that the boxes belong to: upright, in pixels. */
  readonly width: number;
  readonly height: number;
  /** The human faces, largest first; none that the dog detector takes for a dog's. */
  readonly faces: readonly Face[];
  /** What the dog detector saw. */
  readonly dog: DogSighting;
  /** Why the answer is what it is, in sentences for people. */
  readonly reasons: readonly string[];
}

interface Breeds {
  /** The best breed. */
  readonly breed: string;
  /** Its probability, 0 to 1. */
  readonly probability: number;
  /** The best breeds, best first; five unless asked otherwise. */
  readonly top: readonly Classification[];
}

/** The picture shows a dog. */
export interface DogAnswer extends Findings, Breeds {
  readonly kind: 'dog';
  /** The best breed, or `'unknown'` where its probability is below the classifier's `unknownBelow`. */
  readonly breed: string;
}

/** The picture shows a human. */
export interface HumanAnswer extends Findings, Breeds {
  readonly kind: 'human';
  /** The breed that the picture resembles most, however little. */
  readonly breed: string;
  /** The largest face. */
  readonly face: Face;
}

/** The picture shows neither. */
export interface NeitherAnswer extends Findings {
  readonly kind: 'neither';
  /** {@link neitherMessage}. */
  readonly message: string;
}

/** The gate's answer to a picture. */
export type BreedAnswer = DogAnswer | HumanAnswer | NeitherAnswer;
