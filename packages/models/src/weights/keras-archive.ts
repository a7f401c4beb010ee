import { InvalidFileError } from '@imgclf/runtime';
import { unzipSync } from 'fflate';

const weightsName = 'model.weights.h5';

/** Whether these bytes begin as a zip archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Takes the weights out of a `.keras` archive; undefined where it has none, but a TensorFlow.js `model.json`.
 *
 * @param maxBytes larger weights are not unpacked
 * @throws {InvalidFileError} when the archive is damaged, has neither, or too large weights
 */
export function weightsInArchive(
  archive: Uint8Array,
  maxBytes: number,
  file: string,
): Uint8Array | undefined {
  let found: Record<string, Uint8Array>;
  let hasModelJson = false;
  try {
    found = unzipSync(archive, {
      filter: ({ name, originalSize }) => {
        hasModelJson ||= name === 'model.json';
        return name === weightsName && originalSize <= maxBytes;
      },
    });
  } catch (cause) {
    throw new InvalidFileError({ file, message: `${file} is a damaged archive: ${String(cause)}`, cause });
  }
  const weights = found[weightsName];
  if (weights !== undefined || hasModelJson) return weights;
  throw new InvalidFileError({
    file,
    message: `${file} has no ${weightsName} of at most ${maxBytes} bytes.`,
  });
}
