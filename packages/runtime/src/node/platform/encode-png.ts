import { checkEightBitImage } from '../../platform/check-pixel-image';
import type { PixelImage } from '../../platform/pixel-image';
import { loadSharp } from './load-sharp';

/** `Platform.encodePng` in Node. */
export async function encodePng(image: PixelImage): Promise<Uint8Array> {
  checkEightBitImage(image);
  const { width, height, channels, data } = image;
  const sharp = await loadSharp();
  const picture = sharp(new Uint8Array(data.buffer, data.byteOffset, data.length), {
    raw: { width, height, channels },
  });
  const png = await picture
    .toColourspace(channels < 3 ? 'b-w' : 'srgb')
    .png()
    .toBuffer();
  return new Uint8Array(png.buffer, png.byteOffset, png.length);
}
