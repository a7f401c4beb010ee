import { defineConfig } from 'vite';
import { faceModel, wasmFiles } from './vite/package-files.ts';
import { plotColors } from './vite/plot-colors.ts';
import { serviceWorker } from './vite/service-worker.ts';

/** Threads need shared memory, which browsers give only to pages with these headers. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

/** Optional packages that this page never asks for. */
const unused = ['onnxruntime-web', '@techstark/opencv-js'];

export default defineConfig({
  base: './',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [wasmFiles(), faceModel(), plotColors(), serviceWorker()],
  server: { headers },
  preview: { headers },
  worker: {
    format: 'es',
    rolldownOptions: {
      external: unused,
      // TensorFlow.js hands the text of a function to its threads, which compression would tie to its surroundings.
      output: { minify: { compress: false, mangle: true, codegen: true } },
    },
  },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
    rolldownOptions: { external: unused },
  },
});
