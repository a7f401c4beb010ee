import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import { WasmThread } from './wasm-thread';

/** The Emscripten module inside TensorFlow.js's WebAssembly backend. */
export type WasmModule = BackendWasm['wasm'];

/** What Emscripten's program reads from the object it is called with, and adds to it. */
interface Program {
  locateFile(file: string): string;
  mainScriptUrlOrBlob: string;
  printErr(text: string): void;
  instantiateWasm(imports: WebAssembly.Imports, receive: Receive): object;
  /** Added by the threaded program before it asks for the instance. */
  PThread?: { unusedWorkers: WasmThread[]; allocateUnusedWorker(): void };
}

type Receive = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;

const require = createRequire(import.meta.url);

/**
 * Loads TensorFlow.js's WebAssembly program, with threads where more than one is wanted.
 *
 * The backend's own loader hands Node a Blob's URL for its threads, starts eight of them however many are needed, halves
 * the number of processors and adds handlers for uncaught errors to the process. The program is the same text; only what
 * it takes for `process`, `global`, `Worker` and `os.cpus` is ours.
 */
export async function loadWasmModule({
  simd,
  threads,
}: {
  simd: boolean;
  threads: number;
}): Promise<WasmModule> {
  const folder = path.join(
    path.dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')),
    'wasm-out',
  );
  const threaded = threads > 1;
  const script = path.join(folder, threaded ? 'tfjs-backend-wasm-threaded-simd.js' : 'tfjs-backend-wasm.js');
  const binary = threaded ? script.replace(/js$/, 'wasm') : path.join(folder, plainBinary(simd));
  const bytes = await readFile(binary);
  const module = await new Promise<WasmModule>((resolve, reject) => {
    const program: Program = {
      locateFile: (file) => path.join(folder, file),
      mainScriptUrlOrBlob: script,
      printErr: (text) => reject(new TypeError(text)),
      instantiateWasm(imports, receive) {
        WebAssembly.instantiate(bytes, imports).then(({ instance, module }) => {
          if (program.PThread !== undefined) resizePool(program.PThread, threads - 1);
          receive(instance, module);
        }, reject);
        return {};
      },
    };
    const newThread = () => new WasmThread(threadSource(folder), reject);
    compileProgram(script, { threads, newThread })(program).then(resolve, reject);
  });
  return Object.assign(module, { tfjs: exportsOf(module) });
}

function plainBinary(simd: boolean): string {
  return simd ? 'tfjs-backend-wasm-simd.wasm' : 'tfjs-backend-wasm.wasm';
}

/** The text that a thread runs, with the line ends inside its strings escaped as the backend's loader does. */
function threadSource(folder: string): string {
  const file = path.join(folder, 'tfjs-backend-wasm-threaded-simd.worker.js');
  const { wasmWorkerContents } = require(file) as { wasmWorkerContents: string };
  return wasmWorkerContents.replaceAll('\n', '\\n');
}

/** The program waits for every thread of the pool to load, and forever for one that it lacks. */
function resizePool(pool: NonNullable<Program['PThread']>, size: number): void {
  pool.unusedWorkers.length = Math.min(pool.unusedWorkers.length, size);
  while (pool.unusedWorkers.length < size) pool.allocateUnusedWorker();
}

interface Surroundings {
  threads: number;
  newThread: () => WasmThread;
}

/** Compiles Emscripten's program, a CommonJS module, with stand-ins for what it must not touch. */
function compileProgram(script: string, { threads, newThread }: Surroundings) {
  // It takes half the processors.
  const cpus = () => new Array<undefined>(2 * threads);
  const module = { exports: {} };
  const surroundings: Record<string, unknown> = {
    module,
    exports: module.exports,
    require: (name: string) => (name === 'os' ? { cpus } : require(name)),
    process: { versions: process.versions, argv: [], on() {}, listeners: () => [], hrtime: process.hrtime },
    global: {},
    Worker: function Worker() {
      return newThread();
    },
    __filename: script,
    __dirname: path.dirname(script),
    window: undefined,
    document: undefined,
    importScripts: undefined,
  };
  const names = Object.keys(surroundings);
  compileFunction(readFileSync(script, 'utf8'), names, { filename: script })(...Object.values(surroundings));
  return module.exports as (program: Program) => Promise<WasmModule>;
}

type Cwrap = <Result extends 'number' | null>(
  name: string,
  result: Result,
  parameters: 'number'[],
) => (...values: number[]) => Result extends null ? void : number;

/** The functions that `BackendWasm` calls by these names. */
function exportsOf(module: WasmModule): WasmModule['tfjs'] {
  const { cwrap } = module as unknown as { cwrap: Cwrap };
  return {
    init: cwrap('init', null, []),
    initWithThreadsCount: cwrap('init_with_threads_count', null, ['number']),
    getThreadsCount: cwrap('get_threads_count', 'number', []),
    registerTensor: cwrap('register_tensor', null, ['number', 'number', 'number']),
    disposeData: cwrap('dispose_data', null, ['number']),
    dispose: cwrap('dispose', null, []),
  };
}
