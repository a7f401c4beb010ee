/** 1 grey, 2 grey and alpha, 3 RGB, 4 RGBA. */
export type Channels = 1 | 2 | 3 | 4;

/** A decoded picture: row by row from the top left, channels interleaved, alpha not premultiplied. */
export interface PixelImage {
  /** Pixels from left to right, at least 1. */
  readonly width: number;
  /** Pixels from top to bottom, at least 1. */
  readonly height: number;
  readonly channels: Channels;
  /** `width * height * channels` values: 0 to 255 in the integer types; any range in `Float32Array`. */
  readonly data: Uint8Array | Uint8ClampedArray | Float32Array;
}

/** A rectangle in pixels of the picture it belongs to; `xmax` and `ymax` are exclusive. */
export interface Box {
  readonly xmin: number;
  readonly ymin: number;
  readonly xmax: number;
  readonly ymax: number;
}

/** One class and how sure the model is of it. */
export interface Classification {
  readonly label: string;
  /** Probability, 0 to 1. */
  readonly score: number;
}
