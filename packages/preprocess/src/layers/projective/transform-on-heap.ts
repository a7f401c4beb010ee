import { type WasmMemory, wasmMemory } from '@imgclf/runtime/wasm';
import {
  type DataType,
  engine,
  type NamedAttrMap,
  registerKernel,
  type Tensor4D,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { SampleJob } from '../../sampling/sample-job';
import { type Sampler, samplerOf } from '../../sampling/sampler-program';
import { taskLength, writeTask } from '../../sampling/sampler-task';

const kernelName = 'ImgclfSample';
let isRegistered = false;

/**
 * As `sampleImages`, but in the memory of TensorFlow.js's WebAssembly backend, where nothing has to be copied.
 *
 * @returns `undefined` on other backends, and where WebAssembly has no SIMD
 */
export function transformOnHeap(images: Tensor4D, job: SampleJob): Tensor4D | undefined {
  const heap = wasmMemory();
  const sample = heap && samplerOf(heap.memory);
  if (heap === undefined || sample === undefined) return undefined;
  if (!isRegistered) registerKernel({ kernelName, backendName: 'wasm', kernelFunc: run as never });
  isRegistered = true;
  const attributes: Attributes = { job, heap, sample };
  return engine().runKernel(kernelName, { images }, attributes as unknown as NamedAttrMap) as Tensor4D;
}

interface Attributes {
  readonly job: SampleJob;
  readonly heap: WasmMemory;
  readonly sample: Sampler;
}

/** The WebAssembly backend, as far as its kernels use it. */
interface Backend {
  readonly dataIdMap: { get(dataId: object): { memoryOffset: number } };
  makeOutput(shape: number[], dtype: DataType): TensorInfo;
}

interface Invocation {
  readonly inputs: { images: TensorInfo };
  readonly attrs: Attributes;
  readonly backend: Backend;
}

function run({ inputs: { images }, attrs: { job, heap, sample }, backend }: Invocation): TensorInfo {
  const output = backend.makeOutput(images.shape, 'float32');
  const address = ({ dataId }: TensorInfo) => backend.dataIdMap.get(dataId).memoryOffset;
  const task = heap.module._malloc(taskLength(job));
  try {
    const { buffer } = heap.memory;
    writeTask({ buffer, at: task }, job, { source: address(images), result: address(output) });
    sample(task);
  } finally {
    heap.module._free(task);
  }
  return output;
}
