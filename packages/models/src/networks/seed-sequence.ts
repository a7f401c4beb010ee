import { Mt19937 } from '@imgclf/runtime';

/**
 * Draws seeds for the layers of a network from the network's own: the same seed gives the same sequence.
 *
 * @param seed an integer from 0 to 2^32 - 1; without one, the sequence differs each time
 */
export function seedSequence(seed = Math.floor(Math.random() * 2 ** 32)): () => number {
  const generator = new Mt19937(seed);
  // TensorFlow.js takes seed 0 for no seed.
  return () => generator.bounded(0x7ffffffe) + 1;
}
