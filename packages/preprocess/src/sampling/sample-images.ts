import type { SampleJob } from './sample-job';
import { samplePlainly } from './sample-plainly';
import { type Sampler, samplerOf } from './sampler-program';
import { taskLength, writeTask } from './sampler-task';

const pageLength = 2 ** 16;
/** Batches of more bytes are drawn image by image, as WebAssembly never gives memory back. */
const maxLength = 2 ** 26;

interface Own {
  readonly memory: WebAssembly.Memory;
  readonly sample: Sampler;
}
let own: Own | undefined | null;

/**
 * Draws each image of a batch through its own projective transformation, in WebAssembly, or in JavaScript where there is
 * none.
 *
 * @param data the batch's values
 * @param job how to draw them
 * @param result receives as many values; another array than `data`
 */
export function sampleImages(data: Float32Array, job: SampleJob, result: Float32Array): void {
  own ??= start();
  const [count] = job.shape;
  if (own === null || (count === 1 && data.byteLength > maxLength)) samplePlainly(data, job, result);
  else if (data.byteLength > maxLength) sampleEach(data, job, result);
  else sampleHere(own, data, { job, result });
}

function start(): Own | null {
  if (typeof WebAssembly !== 'object') return null;
  const memory = new WebAssembly.Memory({ initial: 1 });
  const sample = samplerOf(memory);
  return sample === undefined ? null : { memory, sample };
}

function sampleEach(data: Float32Array, job: SampleJob, result: Float32Array): void {
  const [count, ...sizes] = job.shape;
  const length = data.length / count;
  for (let image = 0; image < count; image++) {
    const one: SampleJob = {
      ...job,
      shape: [1, ...sizes],
      transforms: job.transforms.slice(image * 8, (image + 1) * 8),
      mirrors: job.mirrors?.slice(image, image + 1),
    };
    const [start, end] = [image * length, (image + 1) * length];
    sampleImages(data.subarray(start, end), one, result.subarray(start, end));
  }
}

function sampleHere(
  { memory, sample }: Own,
  data: Float32Array,
  { job, result }: { job: SampleJob; result: Float32Array },
): void {
  const at = 8;
  const source = Math.ceil((at + taskLength(job)) / 16) * 16;
  const target = source + data.byteLength + 16;
  const missing = Math.ceil((target + data.byteLength + 16 - memory.buffer.byteLength) / pageLength);
  if (missing > 0) memory.grow(missing);
  const { buffer } = memory;
  writeTask({ buffer, at }, job, { source, result: target });
  new Float32Array(buffer, source, data.length).set(data);
  sample(at);
  result.set(new Float32Array(buffer, target, data.length));
}
