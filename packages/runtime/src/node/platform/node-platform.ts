import { encodePng } from '../../platform/encode-png';
import type { Platform } from '../../platform/platform';
import { decodeImage } from './decode-image';
import { readBytes } from './read-bytes';

/**
 * Files and pictures in Node. Decodes JPEG, PNG, WebP, GIF and AVIF (first frame), TIFF (first page) and uncompressed
 * BMP to the numbers TensorFlow gives; the README lists the few differences.
 *
 * @example
 * const bytes = await nodePlatform.readBytes('cat.jpg');
 * const { width, height, data } = await nodePlatform.decodeImage(bytes, { file: 'cat.jpg' });
 */
export const nodePlatform: Platform = { name: 'node', readBytes, decodeImage, encodePng };
