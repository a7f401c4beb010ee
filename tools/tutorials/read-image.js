import { readFile } from 'node:fs/promises';
import { nodePlatform } from '@imgclf/runtime/node';

/**
 * The pixels of an image file, for the pictures of a report.
 *
 * @param {string} file
 */
export async function readImage(file) {
  return nodePlatform.decodeImage(await readFile(file), { file });
}
