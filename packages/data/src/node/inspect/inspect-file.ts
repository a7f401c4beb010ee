import { createHash } from 'node:crypto';
import path from 'node:path';
import { checkEncodedImage, type ImageFormat } from '@imgclf/runtime';
import { nodePlatform } from '@imgclf/runtime/node';
import { colorModeOf, type StoredColorMode } from '../../inspect/color-mode-of';
import { differenceHash } from '../../inspect/difference-hash';
import type { ParsedInspectOptions } from './inspect-options';

/** What is kept of a file once its bytes are gone. */
export interface FileFacts {
  readonly bytes: number;
  readonly sha256: string;
  readonly format: ImageFormat;
  readonly colorMode: StoredColorMode;
  readonly width: number;
  readonly height: number;
  /** Left out where the picture was not decoded. */
  readonly hash?: bigint;
}

/**
 * Reads one file and keeps what matters.
 *
 * @throws {FileNotFoundError} @throws {FileUnreadableError} @throws {ImageUnreadableError} @throws {ImageTooLargeError}
 */
export async function inspectFile(
  file: string,
  { decode, maxPixels, signal }: Pick<ParsedInspectOptions, 'decode' | 'maxPixels' | 'signal'>,
): Promise<FileFacts> {
  const abort = signal === undefined ? {} : { signal };
  // Only an absolute path cannot be mistaken for a URL.
  const bytes = await nodePlatform.readBytes(path.resolve(file), abort);
  const header = checkEncodedImage(bytes, { file, maxPixels });
  const facts = {
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('base64'),
    format: header.format,
    colorMode: colorModeOf(bytes, header),
  };
  if (!decode && header.size !== undefined) return { ...facts, ...header.size };
  const image = await nodePlatform.decodeImage(bytes, { colorMode: 'grayscale', file, maxPixels, ...abort });
  const { width, height } = image;
  return { ...facts, width, height, ...(decode && { hash: differenceHash(image) }) };
}
