import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Plugin } from 'vite';

interface PackageFiles {
  readonly name: string;
  /** The files' folder, from that of the package's main module. */
  readonly folder: string;
  /** Where they are served. */
  readonly as: string;
  readonly names: readonly string[];
}

/** Serves and copies files of an installed package as `<as>/<name>`. */
export function packageFiles({ name: from, folder, as, names }: PackageFiles): Plugin {
  const main = createRequire(import.meta.url).resolve(from);
  const contents = (name: string) => readFileSync(path.join(path.dirname(main), folder, name));
  return {
    name: `files of ${from}`,
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const name = names.find((each) => request.url?.split('?')[0]?.endsWith(`/${as}/${each}`));
        if (name === undefined) return next();
        const type = name.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
        response.setHeader('content-type', type).end(contents(name));
      });
    },
    generateBundle() {
      if (this.environment.name !== 'client') return;
      for (const name of names)
        this.emitFile({ type: 'asset', fileName: `${as}/${name}`, source: contents(name) });
    },
  };
}

/** TensorFlow.js's WebAssembly files. */
export const wasmFiles = () =>
  packageFiles({
    name: '@tensorflow/tfjs-backend-wasm',
    folder: '.',
    as: 'wasm',
    names: ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'],
  });

/** BlazeFace, which finds the faces of the gate. */
export const faceModel = () =>
  packageFiles({
    name: '@vladmandic/human',
    folder: '../models',
    as: 'models',
    names: ['blazeface.json', 'blazeface.bin'],
  });
