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
  writeTable(new DataView(buffer, rowsAt), job.rowOffsets, job.rows.weights);
  writeTable(new DataView(buffer, columnsAt), job.columnOffsets, job.columns.weights);
  blend(taskAt);

  const pixels = new Float32Array(buffer, resultAt, height * rowLength);
  if (stride === rowLength) result.set(pixels, offset);
  else
    for (let y = 0; y < height; y++)
      result.set(pixels.subarray(y * rowLength, (y + 1) * rowLength), offset + y * stride);
}

/** For each output, the two offsets and the second one's weight. */
function writeTable(table: DataView, offsets: Int32Array, weights: Float64Array): void {
  for (let at = 0, i = 0; i < offsets.length; i += 2, at += entryLength) {
    table.setUint32(at, offsets[i] as number, true);
    table.setUint32(at + 4, offsets[i + 1] as number, true);
    table.setFloat32(at + 8, weights[i + 1] as number, true);
  }
}
