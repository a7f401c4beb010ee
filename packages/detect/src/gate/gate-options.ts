import type { Platform } from '@imgclf/runtime';
import { signalSchema } from '@imgclf/runtime';
import * as v from 'valibot';
import type { BreedClassifier } from '../breeds/breed-classifier';
import type { DogDetector } from '../dogs/dog-detector';
import type { FaceDetector } from '../faces/face';

/** What a gate looks for. */
export type GateKind = 'dog' | 'human';

/** Options of `createGate`. */
export interface GateOptions {
  /** Finds human faces. The gate owns it from now on. */
  face: FaceDetector;
  /** Finds dogs. The gate owns it from now on. */
  dog: DogDetector;
  /** Names breeds; ImageNet's, by the dog detector's own answer, where it is left out. The gate owns it from now on. */
  breed?: BreedClassifier;
  /**
   * Which answer a picture with both a dog and a human gets: the first.
   * @default ['dog', 'human'], as in the tutorial
   */
  order?: readonly [GateKind, GateKind];
  /** Reads and decodes files: `nodePlatform` or `browserPlatform`. Without one, only pixels and tensors are taken. */
  platform?: Platform;
}

/** Options of the gate's `classifyBreed`, `classifyBatch` and `classifyStream`. */
export interface ClassifyBreedOptions {
  /** How many breeds to return at most, best first. @default 5 */
  top?: number;
  signal?: AbortSignal;
}

const orders = "['dog', 'human'] or ['human', 'dog']";

/** Checks `order` and fills in the default. */
export const orderSchema = v.object({
  order: v.optional(
    v.union(
      [
        v.strictTuple([v.literal('dog'), v.literal('human')]),
        v.strictTuple([v.literal('human'), v.literal('dog')]),
      ],
      orders,
    ),
    ['dog', 'human'],
  ),
});

const count = 'an integer of at least 1';

/** Checks {@link ClassifyBreedOptions} and fills in the default. */
export const classifyBreedSchema = v.strictObject({
  top: v.optional(v.pipe(v.number(count), v.safeInteger(count), v.minValue(1, count)), 5),
  signal: v.optional(signalSchema),
});
