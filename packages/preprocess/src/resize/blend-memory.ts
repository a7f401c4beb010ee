import type { PixelImage } from '@imgclf/runtime';
import { blendBinary } from './blend-binary';

/** `assembly/blend.ts` on its memory. */
export interface Blender {
  readonly memory: WebAssembly.Memory;
  /** Carries out the task at an address: see `Task` there. */
  blend(task: number): void;
}

/** Pictures of more bytes do without, as WebAssembly never gives memory back. */
const maxLength = 2 ** 26;
/** Copying pictures of more bytes takes as long as doing without. */
const maxCopyLength = 2 ** 22;
const pageLength = 2 ** 16;

let blender: Blender | undefined | null;

/**
 * Gives memory for the pixels of a picture that `resizeImage` need not copy: that of the WebAssembly program with which it
 * resizes (bilinear). For loaders that handle one picture after the other.
 *
 * @param length bytes; above 64 MiB, and where there is no WebAssembly with SIMD, the memory is ordinary memory
 * @returns bytes with any contents, which hold until the next call or until something is resized from them
 */
export function allocatePixels(length: number): Uint8Array {
  blender ??= startBlender();
  if (blender === null || length > maxLength) return new Uint8Array(length);
  growTo(blender.memory, length);
  return new Uint8Array(blender.memory.buffer, 0, length);
}

/** The picture with its bytes in the program's memory, where copying them there pays. */
export function bringPixels(image: PixelImage): PixelImage {
  const { data } = image;
  if (data instanceof Float32Array || data.length > maxCopyLength || blenderOf(data)) return image;
  const copy = allocatePixels(data.length);
  copy.set(data);
  return { ...image, data: copy };
}

/** The program, where `data` are bytes in its memory. */
export function blenderOf(data: ArrayBufferView): Blender | undefined {
  const isThere = data instanceof Uint8Array && data.buffer === blender?.memory.buffer;
  return isThere ? (blender as Blender) : undefined;
}

/** Makes a memory at least so long. Arrays on it are empty afterwards, but what they held stays. */
export function growTo(memory: WebAssembly.Memory, length: number): void {
  const missing = Math.ceil((length - memory.buffer.byteLength) / pageLength);
  if (missing > 0) memory.grow(missing);
}

/** `null` where WebAssembly, or its SIMD, is missing or forbidden. */
function startBlender(): Blender | null {
  try {
    const memory = new WebAssembly.Memory({ initial: 1 });
    const binary = Uint8Array.from(atob(blendBinary), (character) => character.charCodeAt(0));
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(binary), { env: { memory } });
    return { memory, blend: exports.blend as Blender['blend'] };
  } catch {
    return null;
  }
}
