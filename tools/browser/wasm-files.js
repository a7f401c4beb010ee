import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const folder = path.dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));

/** A Vite plugin that serves TensorFlow.js's WebAssembly files as `/wasm/<name>`. */
export function wasmFiles() {
  return {
    name: 'wasm files',
    configureServer(server) {
      server.middlewares.use('/wasm', (request, response) => {
        const file = path.join(folder, path.basename(request.url ?? ''));
        response.setHeader('content-type', 'application/wasm').end(readFileSync(file));
      });
    },
  };
}
