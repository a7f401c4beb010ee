import type { PixelImage } from './pixel-image';

/** The colour layout to decode to: grey (1 channel), RGB (3) or RGBA (4). */
export type ColorMode = 'grayscale' | 'rgb' | 'rgba';

/** The inverse cosine transform for JPEG: see {@link DecodeImageOptions.dctMethod}. */
export type DctMethod = 'fast' | 'accurate';

/** Options of {@link Platform.decodeImage}. */
export interface DecodeImageOptions {
  /**
   * Channels of the result. Alpha is dropped without compositing and grey is replicated, as in TensorFlow.
   * @default 'rgb'
   */
  colorMode?: ColorMode;
  /**
   * Whether to turn the picture upright by its EXIF orientation. Keras and TensorFlow ignore it.
   * @default false
   */
  applyExifOrientation?: boolean;
  /**
   * How JPEG is computed: `'fast'` as TensorFlow and Keras's loaders do it, `'accurate'` as Pillow does it; about 1 level
   * apart. Browsers have only the accurate way; Node has both unless `describeJpegDecoder` says otherwise.
   * @default 'fast'
   */
  dctMethod?: DctMethod;
  /**
   * Pictures whose header claims more pixels than this are refused before they are decoded.
   * @default 100_000_000
   */
  maxPixels?: number;
  /** What to call the picture in errors, normally its path. @default 'image' */
  file?: string;
  signal?: AbortSignal;
}

/** Options of {@link Platform.readBytes}. */
export interface ReadBytesOptions {
  /** Larger files are refused before they are read. @default 1 GiB */
  maxBytes?: number;
  signal?: AbortSignal;
}

/** What imgclf needs of the environment it runs in. `nodePlatform` and `browserPlatform` implement it. */
export interface Platform {
  readonly name: 'node' | 'browser';
  /**
   * Reads a file (Node: a path or `file:` URL; both: an `http(s):` or `data:` URL).
   * @throws {FileNotFoundError} @throws {FileUnreadableError} @throws {AbortedError}
   */
  readBytes(location: string | URL, options?: ReadBytesOptions): Promise<Uint8Array>;
  /**
   * Decodes the first frame of an encoded picture to 8-bit pixels.
   * @throws {ImageUnreadableError} @throws {ImageTooLargeError} @throws {AbortedError}
   */
  decodeImage(bytes: Uint8Array, options?: DecodeImageOptions): Promise<PixelImage>;
  /**
   * In browsers: the pixels of what a page shows or draws, such as a canvas, an `ImageBitmap`, an image or video element or
   * `ImageData`.
   * @throws {InvalidArgumentError} when `source` is none of these @throws {ImageUnreadableError} when it is empty or of
   *   another origin
   */
  readDrawn?(source: ImageBitmapSource, options?: { colorMode?: ColorMode }): Promise<PixelImage>;
  /** Encodes 8-bit pixels as PNG, exactly. @throws {InvalidArgumentError} for float pixels */
  encodePng(image: PixelImage): Promise<Uint8Array>;
}
