import { defineConfig } from 'vite';
import { serviceWorker } from './vite/service-worker.ts';
import { wasmFiles } from './vite/wasm-files.ts';

/** Threads need shared memory, which browsers give only to pages with these headers. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [wasmFiles(), serviceWorker()],
  server: { headers },
  preview: { headers },
  // An engine that this page never asks for.
  worker: {
    format: 'es',
    rolldownOptions: {
      external: ['onnxruntime-web'],
      // TensorFlow.js hands the text of a function to its threads, which compression would tie to its surroundings.
      output: { minify: { compress: false, mangle: true, codegen: true } },
    },
  },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { external: ['onnxruntime-web'] },
  },
});
