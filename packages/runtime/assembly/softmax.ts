import { Command } from './command';
import { exp, log } from './exponential';
import { Floats, maxOf, sumOf } from './vector';

/** Softmax over the rows of a matrix, and categorical cross-entropy from what goes into it. */
@unmanaged
export class Softmax extends Command {
  logits: usize;
  rows: i32;
  columns: i32;
  /** A chunk is this many rows. */
  blockRows: i32;
  /** Where to store the probabilities, or 0. */
  probabilities: usize;
  /** Floats [rows, columns], or whole numbers [rows]. */
  labels: usize;
  labelsAreIndexes: i32;
  /** Where to store the loss of each row, or 0. */
  losses: usize;
  /** Where to store the gradient of the mean loss, or 0. */
  dLogits: usize;
}

/** Softmax, and where wanted loss and gradient, of some rows. */
export function softmax(s: Softmax, chunk: i32): void {
  const end = min((chunk + 1) * s.blockRows, s.rows);
  for (let row = chunk * s.blockRows; row < end; row++) {
    const x = s.logits + ((<usize>(row * s.columns)) << 2);
    const highest = maxLogit(x, s.columns);
    const sum = sumOfPowers(x, s.columns, highest);
    if (s.losses) store<f32>(s.losses + ((<usize>row) << 2), log(sum) - labelledLogit(s, row, x, highest));
    storeRow(s, row, highest, sum);
  }
}

function maxLogit(x: usize, columns: i32): f32 {
  let highest = load<f32>(x);
  let c = 0;
  for (; c + 4 <= columns; c += 4) highest = max(highest, maxOf(v128.load(x + ((<usize>c) << 2))));
  for (; c < columns; c++) highest = max(highest, load<f32>(x + ((<usize>c) << 2)));
  return highest;
}

/** The sum of e^(logit - highest). */
function sumOfPowers(x: usize, columns: i32, highest: f32): f32 {
  const shift = f32x4.splat(highest);
  let sum = f32x4.splat(0);
  let c = 0;
  for (; c + 4 <= columns; c += 4) {
    sum = f32x4.add(sum, exp(f32x4.sub(v128.load(x + ((<usize>c) << 2)), shift)));
  }
  let total = sumOf(sum);
  for (; c < columns; c++) {
    const power = exp(f32x4.splat(load<f32>(x + ((<usize>c) << 2)) - highest));
    total += f32x4.extract_lane(power, 0);
  }
  return total;
}

/** The sum over classes of label * (logit - highest); NaN for an index that is no class. */
function labelledLogit(s: Softmax, row: i32, x: usize, highest: f32): f32 {
  if (s.labelsAreIndexes) {
    const label = load<u32>(s.labels + ((<usize>row) << 2));
    return label < <u32>s.columns ? load<f32>(x + ((<usize>label) << 2)) - highest : NaN;
  }
  let sum: f32 = 0;
  for (let c = 0; c < s.columns; c++) {
    const at = (<usize>c) << 2;
    const label = load<f32>(s.labels + ((<usize>(row * s.columns)) << 2) + at);
    if (label !== 0) sum += label * (load<f32>(x + at) - highest);
  }
  return sum;
}

/** Stores the probabilities and the gradient of a row. */
function storeRow(s: Softmax, row: i32, highest: f32, sum: f32): void {
  const start = (<usize>(row * s.columns)) << 2;
  const share = f32x4.splat(<f32>1 / <f32>s.rows);
  for (let c = 0; c < s.columns; c += 4) {
    const left = s.columns - c;
    const at = start + ((<usize>c) << 2);
    const power = exp(f32x4.sub(Floats.load(s.logits + at, left), f32x4.splat(highest)));
    const probability = f32x4.div(power, f32x4.splat(sum));
    if (s.probabilities) Floats.store(s.probabilities + at, probability, left);
    if (s.dLogits) {
      const difference = f32x4.sub(probability, labelsAt(s, row, c));
      Floats.store(s.dLogits + at, f32x4.mul(difference, share), left);
    }
  }
}

/** The labels of four classes from `c` on. */
function labelsAt(s: Softmax, row: i32, c: i32): v128 {
  if (!s.labelsAreIndexes) {
    return Floats.load(s.labels + ((<usize>(row * s.columns + c)) << 2), s.columns - c);
  }
  const label = load<i32>(s.labels + ((<usize>row) << 2));
  const isLabel = i32x4.eq(i32x4.splat(label - c), i32x4(0, 1, 2, 3));
  return v128.and(f32x4.splat(1), isLabel);
}
