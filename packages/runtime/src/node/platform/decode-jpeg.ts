import { readExifOrientation } from '../../platform/exif-orientation';
import type { Channels, PixelImage } from '../../platform/pixel-image';
import type { ColorMode } from '../../platform/platform';
import type { ImageHeader } from '../../platform/read-image-header';
import { turnUpright } from '../../platform/turn-upright';
import { type JpegTurbo, loadJpegTurbo } from './load-jpeg-turbo';

/** A JPEG, what is known of it, and what to make of it. */
export interface JpegJob {
  readonly bytes: Uint8Array;
  readonly header: ImageHeader;
  readonly colorMode: ColorMode;
  readonly applyExifOrientation: boolean;
  /** Gives memory for that many bytes of pixels. */
  readonly allocate: (length: number) => Uint8Array;
}

interface Decoding {
  readonly turbo: JpegTurbo;
  readonly input: Buffer;
  readonly pixels: Buffer;
  readonly format: number;
  /** Makes the picture of the pixels once they are there. */
  readonly finish: () => PixelImage;
}

const channelsOf: Record<ColorMode, Channels> = { grayscale: 1, rgb: 3, rgba: 4 };

/** Progressive pictures with more scans than this take a time out of all proportion to their size. */
const maxScans = 100;

/**
 * Decodes a JPEG with libjpeg-turbo on Node's thread pool, to the pixels of TensorFlow's default: the fast integer cosine
 * transform and smooth chroma.
 *
 * @returns `undefined` where libjpeg-turbo is not there or refuses the picture, which is then for sharp to read or to
 *   find fault with
 */
export async function decodeJpeg(job: JpegJob): Promise<PixelImage | undefined> {
  const decoding = prepare(job);
  if (decoding === undefined) return undefined;
  const { turbo, input, pixels, format, finish } = decoding;
  return turbo.decompress(input, pixels, { format }).then(finish, () => undefined);
}

/** As {@link decodeJpeg}, but on this thread. */
export function decodeJpegHere(job: JpegJob): PixelImage | undefined {
  const decoding = prepare(job);
  if (decoding === undefined) return undefined;
  const { turbo, input, pixels, format, finish } = decoding;
  try {
    turbo.decompressSync(input, pixels, { format });
  } catch {
    return undefined;
  }
  return finish();
}

/** The binding trusts the size it reads, so it is given memory of exactly the size that was read and checked before. */
function prepare({
  bytes,
  header,
  colorMode,
  applyExifOrientation,
  allocate,
}: JpegJob): Decoding | undefined {
  const turbo = loadJpegTurbo();
  const { size } = header;
  if (turbo === undefined || size === undefined || header.components === 4) return undefined;
  const channels = channelsOf[colorMode];
  const length = size.width * size.height * channels;
  if (length === 0 || length >= 2 ** 31 || (header.progressive && countScans(bytes) > maxScans))
    return undefined;
  const data = allocate(length);
  const finish = () => {
    const image: PixelImage = { ...size, channels, data };
    return applyExifOrientation ? turnUpright(image, readExifOrientation(bytes)) : image;
  };
  const { FORMAT_GRAY, FORMAT_RGB, FORMAT_RGBA } = turbo;
  const format = { grayscale: FORMAT_GRAY, rgb: FORMAT_RGB, rgba: FORMAT_RGBA }[colorMode];
  return { turbo, input: asBuffer(bytes), pixels: asBuffer(data), format, finish };
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}

function countScans(bytes: Uint8Array): number {
  const buffer = asBuffer(bytes);
  const scan = Buffer.from([0xff, 0xda]);
  let count = 0;
  for (let at = buffer.indexOf(scan); at !== -1; at = buffer.indexOf(scan, at + 2)) count++;
  return count;
}
