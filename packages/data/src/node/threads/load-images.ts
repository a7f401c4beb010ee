import { allocatePixels, resizeImageInto } from '@imgclf/preprocess/resize';
import { ImgclfError } from '@imgclf/runtime';
import { decodeJpegSync } from '@imgclf/runtime/node/jpeg';
import type { ImagePlan } from '../../images/image-loader';
import { readWhole } from './read-whole';

/** Files for a thread to load, and how. */
export interface LoadJob {
  readonly files: readonly string[];
  readonly plan: Omit<ImagePlan, 'signal'>;
  /** Memory to use if it has the right length. */
  readonly buffer?: ArrayBuffer | undefined;
}

/** What a thread has loaded. */
export interface LoadedFiles {
  /** The files' values one after the other, each `height * width * channels` of them. */
  readonly data: Float32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;
  /** For each file whether it is there; where not, its values mean nothing. */
  readonly isLoaded: readonly boolean[];
}

/**
 * Reads, decodes and resizes JPEG files on this thread. What else there is, other formats and files that cannot be read, is
 * left to the main thread, which has every decoder and reports every error.
 */
export function loadImages({ files, plan, buffer }: LoadJob): LoadedFiles {
  const [height, width] = plan.imageSize;
  const length = height * width * { grayscale: 1, rgb: 3, rgba: 4 }[plan.colorMode];
  const data = toValues(files.length * length, plan, buffer);
  const isLoaded = files.map((file, i) => loadImage(file, plan, data.subarray(i * length, (i + 1) * length)));
  return { data, isLoaded };
}

/** Memory is cleared only where resizing leaves some as it is: clearing takes its time. */
function toValues(
  length: number,
  { interpolation, padToAspectRatio }: LoadJob['plan'],
  buffer?: ArrayBuffer,
): LoadedFiles['data'] {
  const Type = interpolation === 'nearest' ? Uint8Array : Float32Array;
  const bytes = length * Type.BYTES_PER_ELEMENT;
  const memory = buffer?.byteLength === bytes ? buffer : Buffer.allocUnsafeSlow(bytes).buffer;
  const values = new Type(memory);
  return padToAspectRatio ? values.fill(0) : values;
}

function loadImage(file: string, plan: LoadJob['plan'], target: LoadedFiles['data']): boolean {
  const { colorMode, applyExifOrientation, maxPixels = 1e8, imageSize } = plan;
  const { interpolation, cropToAspectRatio, padToAspectRatio } = plan;
  const bytes = readWhole(file);
  if (bytes === undefined) return false;
  try {
    const options = { file, colorMode, applyExifOrientation, maxPixels, allocate: allocatePixels };
    const image = decodeJpegSync(bytes, options);
    if (image === undefined) return false;
    const [height, width] = imageSize;
    resizeImageInto(image, { height, width, interpolation, cropToAspectRatio, padToAspectRatio }, target);
    return true;
  } catch (error) {
    if (ImgclfError.isInstance(error)) return false;
    throw error;
  }
}
