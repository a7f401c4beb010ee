import { InvalidArgumentError } from '../../errors/invalid-argument-error';
import type { ConvGeometry } from '../geometry';
import { checkSizes } from './command';

/** Throws unless the sizes are whole and the padding is not negative. */
export function checkConv({ padTop, padLeft, ...sizes }: ConvGeometry): void {
  checkSizes(sizes);
  checkSizes({ padTop, padLeft }, 0);
}

/** The outputs that a depthwise convolution has for each input channel. */
export function multiplierOf({ inputChannels, outputChannels }: ConvGeometry): number {
  const multiplier = outputChannels / inputChannels;
  if (Number.isInteger(multiplier)) return multiplier;
  throw new InvalidArgumentError({
    argument: 'outputChannels',
    allowed: `a multiple of inputChannels (${inputChannels})`,
    received: outputChannels,
  });
}

/** Whether each output pixel depends on the input pixel at its own place alone. */
export function isPointwise(g: ConvGeometry): boolean {
  return (
    g.filterHeight === 1 &&
    g.filterWidth === 1 &&
    g.strideHeight === 1 &&
    g.strideWidth === 1 &&
    g.padTop === 0 &&
    g.padLeft === 0 &&
    g.outputHeight === g.inputHeight &&
    g.outputWidth === g.inputWidth
  );
}
