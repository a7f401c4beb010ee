import { Mt19937 } from '@imgclf/runtime';
import { type ImageIndex, pick } from './image-index';

/** Shuffles items and labels alike, bit for bit as Keras does with NumPy's legacy generator. */
export function shuffleIndex<Item>(index: ImageIndex<Item>, seed: number): ImageIndex<Item> {
  return pick(index, new Mt19937(seed).permutation(index.items.length));
}
