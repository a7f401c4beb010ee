import type { Sharp } from 'sharp';
import { ImageTooLargeError } from '../../errors/image-too-large-error';
import { ImageUnreadableError } from '../../errors/image-unreadable-error';
import { checkEncodedImage } from '../../platform/check-encoded-image';
import { cmykToRgba, fromRgba, toGray } from '../../platform/convert-channels';
import { decodeBmp } from '../../platform/decode-bmp';
import type { PixelImage } from '../../platform/pixel-image';
import type { DecodeImageOptions } from '../../platform/platform';
import { parseDecodeImageOptions } from '../../platform/platform-options';
import type { ImageHeader } from '../../platform/read-image-header';
import { describeValue } from '../../validation/describe-value';
import { throwIfAborted } from '../../validation/throw-if-aborted';
import { decodeJpeg } from './decode-jpeg';
import { loadSharp } from './load-sharp';

type Options = ReturnType<typeof parseDecodeImageOptions>;

/**
 * `Platform.decodeImage` in Node: libjpeg-turbo for JPEG, our own decoder for BMP, which sharp cannot read, and sharp for
 * everything else.
 */
export async function decodeImage(bytes: Uint8Array, options?: DecodeImageOptions): Promise<PixelImage> {
  const checked = parseDecodeImageOptions(bytes, options);
  throwIfAborted(checked.signal);
  const header = checkEncodedImage(bytes, checked);
  const image = await decode(bytes, header, checked).catch((cause: unknown) => {
    throw decodeError(cause, header, checked);
  });
  throwIfAborted(checked.signal);
  return image;
}

async function decode(bytes: Uint8Array, header: ImageHeader, options: Options): Promise<PixelImage> {
  if (header.format === 'bmp')
    return fromRgba(decodeBmp(bytes), { colorMode: options.colorMode, format: 'bmp' });
  if (header.format === 'jpeg' && options.dctMethod === 'fast') {
    const image = await decodeJpeg({ ...options, bytes, header, allocate });
    if (image !== undefined) return image;
  }
  return decodeWithSharp(bytes, header, options);
}

/** Memory that need not be cleared, as every byte of it is written. */
function allocate(length: number): Uint8Array {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}

async function decodeWithSharp(
  bytes: Uint8Array,
  header: ImageHeader,
  options: Options,
): Promise<PixelImage> {
  const target = { colorMode: options.colorMode, format: header.format };
  const sharp = await loadSharp();
  // Colour profiles are left aside and mere warnings let pass, as in TensorFlow.
  const picture = sharp(bytes, {
    ignoreIcc: true,
    failOn: 'error',
    limitInputPixels: options.maxPixels,
    autoOrient: options.applyExifOrientation,
  });
  if (await isCmyk(picture, header)) {
    const inks = await pixelsOf(picture.pipelineColourspace('cmyk').toColourspace('cmyk'));
    return fromRgba(cmykToRgba(inks), target);
  }
  const colors = picture.toColourspace('srgb');
  if (options.colorMode === 'rgba') return pixelsOf(colors.ensureAlpha());
  const rgb = await pixelsOf(colors.removeAlpha());
  return options.colorMode === 'rgb' ? rgb : toGray(rgb, header.format);
}

async function isCmyk(picture: Sharp, { format, components }: ImageHeader): Promise<boolean> {
  if (format === 'jpeg') return components === 4;
  return format === 'tiff' && (await picture.metadata()).space === 'cmyk';
}

/** 8-bit pixels; of 16-bit ones the high byte. */
async function pixelsOf(picture: Sharp): Promise<PixelImage> {
  const { data, info } = await picture.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    channels: info.channels,
    data: new Uint8Array(data.buffer, data.byteOffset, data.length),
  };
}

function decodeError(
  cause: unknown,
  { format }: ImageHeader,
  { file, maxPixels }: Options,
): ImageTooLargeError | ImageUnreadableError {
  const [reason] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  const name = describeValue(file);
  if (reason?.includes('exceeds pixel limit')) {
    const message = `${name} must have at most ${maxPixels} pixels (maxPixels); its header claims more.`;
    return new ImageTooLargeError({ file, message, cause });
  }
  const message = `${name} cannot be decoded as ${format.toUpperCase()}: ${reason}.`;
  return new ImageUnreadableError({ file, message, cause });
}
