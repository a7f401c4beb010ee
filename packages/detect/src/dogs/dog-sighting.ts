import type { Classification } from '@imgclf/runtime';

/** What a dog detector sees in a picture. */
export interface DogSighting {
  /** Whether the picture shows a dog, by the detector's rule. */
  readonly isDog: boolean;
  /** The summed probability of the 118 ImageNet classes that are breeds of dogs, 0 to 1. */
  readonly probability: number;
  /** The five best of the thousand ImageNet classes, best first. */
  readonly top: readonly Classification[];
  /** Probabilities of the 118 breeds, in ImageNet's order; they sum to {@link probability}. */
  readonly breedScores: Float32Array;
  /** What the backbone's last pooling gave, for a breed classifier on the same backbone. */
  readonly features: Float32Array;
}

/** Which ImageNet answers count as a dog. */
export type DogRule = 'argmax' | 'probability';
