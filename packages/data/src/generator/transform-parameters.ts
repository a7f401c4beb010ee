import type { Mt19937 } from '@imgclf/runtime';
import type { ParsedGeneratorOptions } from './generator-options';

/** One random transformation, drawn: what {@link ImageDataGenerator.getRandomTransform} gives. */
export interface TransformParameters {
  /** Degrees, counter-clockwise. */
  readonly theta: number;
  /** Pixels that the content moves left, despite being drawn from `heightShiftRange`. */
  readonly tx: number;
  /** Pixels that the content moves up, despite being drawn from `widthShiftRange`. */
  readonly ty: number;
  /** Degrees. */
  readonly shear: number;
  /** Zoom along columns; above 1 shrinks the content. */
  readonly zx: number;
  /** Zoom along rows; above 1 shrinks the content. */
  readonly zy: number;
  readonly flipHorizontal: boolean;
  readonly flipVertical: boolean;
  /** Added to every value; `null` for none. */
  readonly channelShiftIntensity: number | null;
  /** What every value is multiplied by; `null` for none. */
  readonly brightness: number | null;
}

/** Draws parameters in the order and from the distributions of Keras, for an image of this height and width. */
export function drawTransform(
  random: Mt19937,
  options: ParsedGeneratorOptions,
  { height, width }: { height: number; width: number },
): TransformParameters {
  const { rotationRange, heightShiftRange, widthShiftRange, shearRange, channelShiftRange } = options;
  const theta = drawAround(random, rotationRange);
  const tx = drawShift(random, heightShiftRange, height);
  const ty = drawShift(random, widthShiftRange, width);
  const shear = drawAround(random, shearRange);
  const [low, high] = options.zoomRange;
  const zooms = low !== 1 || high !== 1;
  const zx = zooms ? random.uniform(low, high) : 1;
  const zy = zooms ? random.uniform(low, high) : 1;
  // Both coins are always drawn, whether they are used or not.
  const coins = [random.random() < 0.5, random.random() < 0.5] as const;
  return {
    theta,
    tx,
    ty,
    shear,
    zx,
    zy,
    flipHorizontal: coins[0] && options.horizontalFlip,
    flipVertical: coins[1] && options.verticalFlip,
    channelShiftIntensity: channelShiftRange === 0 ? null : drawAround(random, channelShiftRange),
    brightness: options.brightnessRange && random.uniform(...options.brightnessRange),
  };
}

function drawAround(random: Mt19937, range: number): number {
  return range === 0 ? 0 : random.uniform(-range, range);
}

/** A whole number or a list is drawn from with a random sign, any other number uniformly. */
function drawShift(random: Mt19937, range: number | readonly number[], size: number): number {
  const choices = typeof range === 'number' ? [range] : range;
  if (choices.length === 0 || range === 0) return 0;
  const scale = Math.max(...choices) < 1 ? size : 1;
  return scale * drawUnscaled(random, range);
}

function drawUnscaled(random: Mt19937, range: number | readonly number[]): number {
  if (typeof range === 'number' && !Number.isInteger(range)) return drawAround(random, range);
  const shift =
    typeof range === 'number'
      ? random.bounded(range - 1)
      : (range[random.bounded(range.length - 1)] as number);
  const isNegative = random.bounded(1) === 0;
  return isNegative && shift !== 0 ? -shift : shift;
}
