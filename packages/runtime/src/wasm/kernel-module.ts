import { single, threaded } from 'imgclf:kernels-binary';

/** What the compiled kernels export; see `assembly/index.ts`. */
export interface KernelExports {
  /** Runs `count` commands at `program`. */
  run(control: number, program: number, count: number): void;
}

/** Compiles the kernels for a shared memory or one that is not. */
export async function compileKernelModule(shared: boolean): Promise<WebAssembly.Module> {
  const text = atob(shared ? threaded : single);
  return WebAssembly.compile(Uint8Array.from(text, (character) => character.charCodeAt(0)));
}
