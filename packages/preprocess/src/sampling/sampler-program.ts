import { samplerBinary, sharedSamplerBinary } from './sampler-binary';

/** `assembly/sampler.ts` on a memory: carries out the task at an address. */
export type Sampler = (task: number) => void;

const modules = new Map<string, WebAssembly.Module>();
const samplers = new WeakMap<WebAssembly.Memory, Sampler>();

/** The sampler of a memory; `undefined` where WebAssembly, or its SIMD, is missing or forbidden. */
export function samplerOf(memory: WebAssembly.Memory): Sampler | undefined {
  const known = samplers.get(memory);
  if (known !== undefined) return known;
  const isShared =
    typeof SharedArrayBuffer === 'function' &&
    (memory.buffer as ArrayBufferLike) instanceof SharedArrayBuffer;
  try {
    const module = compile(isShared ? sharedSamplerBinary : samplerBinary);
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    const sample = exports.sample as Sampler;
    samplers.set(memory, sample);
    return sample;
  } catch {
    return undefined;
  }
}

function compile(binary: string): WebAssembly.Module {
  const known = modules.get(binary);
  if (known !== undefined) return known;
  const module = new WebAssembly.Module(
    Uint8Array.from(atob(binary), (character) => character.charCodeAt(0)),
  );
  modules.set(binary, module);
  return module;
}
