import { type Channels, type ColorMode, InvalidArgumentError, type PixelImage } from '@imgclf/runtime';

const channelsOf: Record<ColorMode, Channels> = { grayscale: 1, rgb: 3, rgba: 4 };

/**
 * Gives pixels the channels that a classifier needs. An alpha channel too many is dropped without compositing, as
 * TensorFlow's decoders do; everything else must fit.
 *
 * @throws {InvalidArgumentError} when it does not, such as a grey picture for an RGB model
 */
export function fitChannels(image: PixelImage, colorMode: ColorMode): PixelImage {
  const wanted = channelsOf[colorMode];
  if (image.channels === wanted) return image;
  if (image.channels !== wanted + 1 || wanted === 4) {
    throw new InvalidArgumentError({
      argument: 'image',
      allowed: `a picture with ${wanted} channels (${colorMode}), or one more for alpha`,
      received: image.channels,
    });
  }
  return dropLastChannel(image, wanted);
}

function dropLastChannel({ width, height, channels, data }: PixelImage, kept: Channels): PixelImage {
  const pixels = width * height;
  const result =
    data instanceof Float32Array ? new Float32Array(pixels * kept) : new Uint8Array(pixels * kept);
  for (let i = 0; i < pixels; i++) {
    for (let c = 0; c < kept; c++) result[i * kept + c] = data[i * channels + c] as number;
  }
  return { width, height, channels: kept, data: result };
}
