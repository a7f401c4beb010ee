import { createRequire } from 'node:module';
import path from 'node:path';

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

/** Loads libjpeg-turbo on first use; `undefined` where there is no binary of it for this machine. */
export function loadJpegTurbo(): JpegTurbo | undefined {
  loaded ??= load();
  return 'turbo' in loaded ? loaded.turbo : undefined;
}

/**
 * Says what decodes JPEG in this process: libjpeg-turbo, whose binaries for Linux, macOS and Windows come with this package,
 * or sharp where none can be loaded. Pictures that libjpeg-turbo refuses (CMYK, slight damage) go to sharp anyway.
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
  // The package is looked up by its name, which also finds it where this code was bundled into a program.
  const { platform, arch } = process;
  const machines = platform === 'linux' ? [`linux-${arch}`, `linux-${arch}-musl`] : [`${platform}-${arch}`];
  const reasons: string[] = [];
  for (const machine of machines) {
    try {
      const root = path.dirname(require.resolve('@imgclf/runtime/package.json'));
      const file = path.join(root, 'dist', 'jpeg-turbo', machine, 'node-napi-v7.node');
      return { turbo: require(file) as JpegTurbo };
    } catch (error) {
      reasons.push((error instanceof Error ? error.message : String(error)).split('\n', 1)[0] ?? '');
    }
  }
  return { reason: `libjpeg-turbo cannot be loaded: ${reasons[0]}` };
}
