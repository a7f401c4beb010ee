import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { nodePlatform, writeFileAtomic } from '@imgclf/runtime/node';
import type { ImageSaver } from '../../generator/generated-dataset';

/**
 * Keeps every image that a generator makes as a PNG file: Keras's `save_to_dir`. Files are named by `savePrefix`, the
 * image's position and a random number.
 *
 * @param directory where to; it is made if need be
 * @example
 * generator.flowFromDirectory('train', { onImage: saveImagesTo('augmented'), savePrefix: 'cat' });
 */
export function saveImagesTo(directory: string): ImageSaver {
  return async (image, name) => {
    await mkdir(directory, { recursive: true });
    await writeFileAtomic(path.join(directory, `${name}.png`), await nodePlatform.encodePng(image));
  };
}
