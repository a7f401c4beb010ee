import { backend } from '@tensorflow/tfjs-core';
import type { WasmMemory } from '../backends/wasm-memory';
import { InvalidArgumentError } from '../errors/invalid-argument-error';
import { encodeCall } from './encode/encode-call';
import type { KernelCall } from './kernel-calls';
import { KernelMemory } from './kernel-memory';
import { compileKernelModule, type KernelExports } from './kernel-module';
import { maySleep, startKernelThread } from './kernel-threads';
import { Program } from './program';
import type { WasmKernels } from './wasm-kernels';
import { Workspace } from './workspace';

/** Compiles the kernels and puts them to work on the memory of a running WebAssembly backend. */
export async function createWasmKernels(
  wasm: WasmMemory,
  { threads }: { threads: number },
): Promise<WasmKernels> {
  const memory = new KernelMemory(wasm);
  const count = memory.shared ? threads : 1;
  const module = await compileKernelModule(memory.shared);
  const instance = await WebAssembly.instantiate(module, { env: { memory: memory.memory } });
  const kernels = instance.exports as unknown as KernelExports;
  const workspace = new Workspace(memory, { threads: count, mainMaySleep: maySleep() });
  const { control, failedWord } = workspace;
  for (let thread = 1; thread < count; thread++) {
    startKernelThread({ module, memory: memory.memory, control, thread, failedWord });
  }
  const compile = (calls: readonly KernelCall[]) => {
    const commands = calls.flatMap(encodeCall);
    for (const command of commands) workspace.reserve(command);
    return new Program(memory, commands, (program, length) => kernels.run(control, program, length));
  };
  return {
    threads: count,
    allocate: (byteLength) => memory.allocate(byteLength),
    free: (pointer) => memory.free(pointer),
    floats: (pointer, length) => memory.floats(pointer, length),
    integers: (pointer, length) => memory.integers(pointer, length),
    pointerOf,
    compile,
    run: (...calls) => {
      const program = compile(calls);
      try {
        program.run();
      } finally {
        program.dispose();
      }
    },
  };
}

interface TensorMemory {
  dataIdMap: {
    has(dataId: object): boolean;
    get(dataId: object): { memoryOffset: number | null };
  };
}

function pointerOf({ dataId }: { readonly dataId: object }): number {
  const { dataIdMap } = backend() as unknown as TensorMemory;
  const offset = dataIdMap.has(dataId) ? dataIdMap.get(dataId).memoryOffset : null;
  if (offset !== null) return offset >>> 0;
  throw new InvalidArgumentError({
    argument: 'tensor',
    allowed: 'a numeric tensor on the wasm backend',
    received: dataId,
  });
}
