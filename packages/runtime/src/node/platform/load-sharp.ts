import type { Sharp, SharpOptions } from 'sharp';

type SharpFactory = (input: Uint8Array, options: SharpOptions) => Sharp;

let loading: Promise<SharpFactory> | undefined;

/**
 * Loads sharp on first use, so that programs which decode nothing never pay for it, and sets it up for many small
 * pictures: one thread for each (Node already decodes four at a time) and no cache of past operations. Both settings
 * hold for the whole process. Where sharp has no binary for the machine it takes its WebAssembly build, for which this
 * package depends on `@img/sharp-wasm32`: the same pixels at half the speed.
 */
export function loadSharp(): Promise<SharpFactory> {
  loading ??= import('sharp').then(({ default: sharp }) => {
    sharp.concurrency(1);
    sharp.cache(false);
    return sharp;
  });
  return loading;
}
