import { Mt19937 } from '@imgclf/runtime';
import type { LabelledFile, TrainingSettings } from '../protocol';
import { notify } from './notices';

/** So much memory may decoded pictures take; WebAssembly ends at 2 GiB, and the network needs room too. */
const memory = 700 * 2 ** 20;

/** The files in the seed's order, and no more of them than fit into memory. */
export function chooseFiles(
  files: readonly LabelledFile[],
  { imageSize, seed }: TrainingSettings,
): LabelledFile[] {
  // Sorted first, so that it does not matter in which order they were collected.
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const shuffled = new Mt19937(seed).shuffle(sorted);
  const most = Math.floor(memory / (imageSize ** 2 * 3 * 4));
  if (shuffled.length > most) {
    notify(
      `${shuffled.length.toLocaleString()} pictures of this size do not fit into memory: ${most.toLocaleString()} of them, drawn at random, are used. A smaller picture size fits more.`,
    );
  }
  return shuffled.slice(0, most);
}
