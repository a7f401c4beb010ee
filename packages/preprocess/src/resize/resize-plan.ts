import type { CheckedResizeOptions } from './resize-options';

/** A rectangle of pixels. */
export interface Region {
  readonly top: number;
  readonly left: number;
  readonly height: number;
  readonly width: number;
}

/** Which part of the picture goes where in the result; what the second region does not cover is filled with zeros. */
export interface ResizePlan {
  readonly from: Region;
  readonly to: Region;
}

const float = Math.fround;

/**
 * Plans a resize as the Keras image loader does, in float32 where it computes in float32.
 *
 * @param size the picture's height and width
 * @param options the result's size, and whether to crop or pad
 */
export function planResize(
  size: { height: number; width: number },
  options: CheckedResizeOptions,
): ResizePlan {
  const from = { top: 0, left: 0, height: size.height, width: size.width };
  const to = { top: 0, left: 0, height: options.height, width: options.width };
  if (options.cropToAspectRatio) return { from: cropToRatio(from, to), to };
  if (options.padToAspectRatio) return { from, to: padToRatio(from, to) };
  return { from, to };
}

/** `smart_resize`: the largest centred window of the target's aspect ratio. */
function cropToRatio(from: Region, to: Region): Region {
  const wantedHeight = Math.trunc(float(float(from.width * to.height) / to.width));
  const wantedWidth = Math.trunc(float(float(from.height * to.width) / to.height));
  const height = Math.max(1, Math.min(from.height, wantedHeight));
  const width = Math.max(1, Math.min(from.width, wantedWidth));
  return {
    top: Math.trunc((from.height - height) / 2),
    left: Math.trunc((from.width - width) / 2),
    height,
    width,
  };
}

/** `resize_with_pad`. A side that would come out as nothing gets one pixel; TensorFlow fails there. */
function padToRatio(from: Region, to: Region): Region {
  const ratio = Math.max(float(from.width / to.width), float(from.height / to.height));
  const height = float(from.height / ratio);
  const width = float(from.width / ratio);
  return {
    top: Math.max(0, Math.floor(float(to.height - height) / 2)),
    left: Math.max(0, Math.floor(float(to.width - width) / 2)),
    height: Math.max(1, Math.floor(height)),
    width: Math.max(1, Math.floor(width)),
  };
}
