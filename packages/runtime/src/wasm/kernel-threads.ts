import type { Pointer } from './wasm-kernels';

/** What a worker needs to help with kernels. */
export interface KernelThread {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  control: Pointer;
  thread: number;
  /** Index of the 32-bit word to set when a kernel traps, so that the main thread does not wait for it. */
  failedWord: number;
}

/** What a worker runs, in Node and in browsers: the kernels' own loop, which ends when the process or the page does. */
const SOURCE = `
function start({ module, memory, control, thread, failedWord }) {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  try {
    exports.work(control, thread);
  } catch (error) {
    Atomics.store(new Int32Array(memory.buffer), failedWord, 1);
    throw error;
  }
}
if (typeof require === 'function') start(require('node:worker_threads').workerData);
else onmessage = ({ data }) => {
  URL.revokeObjectURL(location.href);
  start(data);
};
`;

interface NodeProcess {
  getBuiltinModule?(name: 'node:worker_threads'): typeof import('node:worker_threads');
}

/** Starts a worker that never keeps the process alive. It joins in when it is up; nothing waits for it. */
export function startKernelThread(data: KernelThread): void {
  const { process } = globalThis as { process?: NodeProcess };
  const threads = process?.getBuiltinModule?.('node:worker_threads');
  if (threads !== undefined) {
    new threads.Worker(SOURCE, { eval: true, execArgv: [], workerData: data }).unref();
    return;
  }
  const url = URL.createObjectURL(new Blob([SOURCE], { type: 'text/javascript' }));
  new Worker(url).postMessage(data);
}

/** Whether this thread may wait on memory: everywhere but in a page's main thread. */
export function maySleep(): boolean {
  return typeof document === 'undefined';
}
