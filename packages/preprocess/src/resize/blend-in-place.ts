import type { PixelImage } from '@imgclf/runtime';
import { type Blender, growTo } from './blend-memory';
import type { ResampleJob } from './resample-job';

const taskLength = 28;
/** Bytes of a row or a column in the program's tables. */
const entryLength = 12;

/**
 * Resizes (bilinear) a picture of bytes that lies in the program's memory: to behind it, then to `result`. Gives the same
 * bits as the way without WebAssembly.
 */
export function blendInPlace(job: ResampleJob, { memory, blend }: Blender, result: PixelImage['data']): void {
  const { image, plan, stride, offset } = job;
  const { height, width } = plan.to;
  const picture = image.data.byteOffset;
  const taskAt = Math.ceil((picture + image.data.byteLength + 4) / 4) * 4;
  const rowsAt = taskAt + taskLength;
  const columnsAt = rowsAt + height * entryLength;
  const resultAt = columnsAt + width * entryLength;
  const rowLength = width * image.channels;
  growTo(memory, resultAt + (height * rowLength + 4) * 4);

  const { buffer } = memory;
  const task = [picture, height, width, image.channels, rowsAt, columnsAt, resultAt];
  new Uint32Array(buffer, taskAt).set(task);
  writeTable({ buffer, at: rowsAt }, job.rowOffsets, job.rows.weights);
  writeTable({ buffer, at: columnsAt }, job.columnOffsets, job.columns.weights);
  blend(taskAt);

  const pixels = new Float32Array(buffer, resultAt, height * rowLength);
  if (stride === rowLength) result.set(pixels, offset);
  else
    for (let y = 0; y < height; y++)
      result.set(pixels.subarray(y * rowLength, (y + 1) * rowLength), offset + y * stride);
}

/** For each output, the two offsets and the second one's weight. */
function writeTable(
  { buffer, at }: { buffer: ArrayBuffer; at: number },
  offsets: Int32Array,
  weights: Float64Array,
): void {
  const length = (offsets.length / 2) * 3;
  const integers = new Int32Array(buffer, at, length);
  const floats = new Float32Array(buffer, at, length);
  for (let to = 0, i = 0; i < offsets.length; i += 2, to += 3) {
    integers[to] = offsets[i] as number;
    integers[to + 1] = offsets[i + 1] as number;
    floats[to + 2] = weights[i + 1] as number;
  }
}
