import { createRequire } from 'node:module';

/** The binding of libjpeg-turbo. */
export type JpegTurbo = typeof import('@julusian/jpeg-turbo');

/** What decodes JPEG in this process. */
export interface JpegDecoderInfo {
  /** `'jpeg-turbo'` gives TensorFlow's very pixels; `'sharp'` is slower and about 1 level off. */
  readonly name: 'jpeg-turbo' | 'sharp';
  /** Why jpeg-turbo is not used. Absent where it is. */
  readonly passedOver?: string;
}

type Loaded = { readonly turbo: JpegTurbo } | { readonly reason: string };

const require = createRequire(import.meta.url);
let loaded: Loaded | undefined;

/** Loads libjpeg-turbo on first use; `undefined` where it is not installed or has no binary for this machine. */
export function loadJpegTurbo(): JpegTurbo | undefined {
  loaded ??= load();
  return 'turbo' in loaded ? loaded.turbo : undefined;
}

/**
 * Says what decodes JPEG in this process: `@julusian/jpeg-turbo`, an optional dependency with binaries for Linux, macOS
 * and Windows, or sharp where that cannot be loaded. Pictures that jpeg-turbo refuses (CMYK, slight damage) go to sharp
 * anyway.
 *
 * @example
 * const { name, passedOver } = describeJpegDecoder();
 * if (passedOver !== undefined) console.warn(`JPEG is decoded by ${name}: ${passedOver}`);
 */
export function describeJpegDecoder(): JpegDecoderInfo {
  loaded ??= load();
  return 'turbo' in loaded ? { name: 'jpeg-turbo' } : { name: 'sharp', passedOver: loaded.reason };
}

function load(): Loaded {
  try {
    return { turbo: require('@julusian/jpeg-turbo') as JpegTurbo };
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    return { reason: `@julusian/jpeg-turbo cannot be loaded: ${reason}` };
  }
}
