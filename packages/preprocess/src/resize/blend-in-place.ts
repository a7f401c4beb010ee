import type { PixelImage } from '@imgclf/runtime';
import { type Blender, growTo } from './blend-memory';
import type { ResampleJob } from './resample-job';

/** Bytes of a task, and of a row and a column in its tables. */
const taskLength = 28;
const rowLength = 12;
const columnLength = 8;
/** How far the program reads behind a picture. */
const slack = 7;

/**
 * Resizes (bilinear) a picture of bytes that lies in the program's memory: to behind it, then to `result`. Gives the same
 * bits as the way without WebAssembly.
 */
export function blendInPlace(job: ResampleJob, { memory, blend }: Blender, result: PixelImage['data']): void {
  const { image, plan, stride, offset } = job;
  const { height, width } = plan.to;
  const picture = image.data.byteOffset;
  const taskAt = Math.ceil((picture + image.data.byteLength + slack) / 4) * 4;
  const rowsAt = taskAt + taskLength;
  const columnsAt = rowsAt + height * rowLength;
  const resultAt = columnsAt + width * columnLength;
  const length = width * image.channels;
  growTo(memory, resultAt + (height * length + 4) * 4);

  const { buffer } = memory;
  const task = [picture, height, width, image.channels, rowsAt, columnsAt, resultAt];
  new Uint32Array(buffer, taskAt).set(task);
  writeRows({ buffer, at: rowsAt }, job.rowOffsets, job.rows.weights);
  writeColumns({ buffer, at: columnsAt }, job.columnOffsets, job.columns.weights);
  blend(taskAt);

  const pixels = new Float32Array(buffer, resultAt, height * length);
  if (stride === length) result.set(pixels, offset);
  else
    for (let y = 0; y < height; y++)
      result.set(pixels.subarray(y * length, (y + 1) * length), offset + y * stride);
}

interface Table {
  readonly buffer: ArrayBuffer;
  readonly at: number;
}

/** For each output row the offsets of the upper and the lower one, and the lower one's weight. */
function writeRows({ buffer, at }: Table, offsets: Int32Array, weights: Float64Array): void {
  const length = (offsets.length / 2) * 3;
  const integers = new Int32Array(buffer, at, length);
  const floats = new Float32Array(buffer, at, length);
  for (let to = 0, i = 0; i < offsets.length; i += 2, to += 3) {
    integers[to] = offsets[i] as number;
    integers[to + 1] = offsets[i + 1] as number;
    floats[to + 2] = weights[i + 1] as number;
  }
}

/** For each output column the offset of the left pixel and the weight of the right one, which is zero at the edges. */
function writeColumns({ buffer, at }: Table, offsets: Int32Array, weights: Float64Array): void {
  const integers = new Int32Array(buffer, at, offsets.length);
  const floats = new Float32Array(buffer, at, offsets.length);
  for (let i = 0; i < offsets.length; i += 2) {
    integers[i] = offsets[i] as number;
    floats[i + 1] = offsets[i] === offsets[i + 1] ? 0 : (weights[i + 1] as number);
  }
}
