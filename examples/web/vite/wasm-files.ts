import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Plugin } from 'vite';

const folder = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
const names = [
  'tfjs-backend-wasm.wasm',
  'tfjs-backend-wasm-simd.wasm',
  'tfjs-backend-wasm-threaded-simd.wasm',
];
const contents = (name: string) => readFileSync(path.join(folder, name));

/** Serves and copies TensorFlow.js's WebAssembly files as `wasm/<name>`. */
export function wasmFiles(): Plugin {
  return {
    name: 'wasm-files',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = names.find((each) => request.url?.split('?')[0]?.endsWith(`/wasm/${each}`));
        if (name === undefined) return next();
        response.setHeader('content-type', 'application/wasm').end(contents(name));
      });
    },
    generateBundle() {
      if (this.environment.name !== 'client') return;
      for (const name of names)
        this.emitFile({ type: 'asset', fileName: `wasm/${name}`, source: contents(name) });
    },
  };
}
