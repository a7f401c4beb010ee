import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { wasmFiles } from '../web/vite/package-files.ts';

const page = (name: string) => fileURLToPath(new URL(name, import.meta.url));
/** For threads. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  base: './',
  plugins: [wasmFiles()],
  server: { headers },
  preview: { headers },
  build: {
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: [page('index.html'), page('react.html')],
      external: ['onnxruntime-web', '@tensorflow/tfjs-backend-webgl', '@tensorflow/tfjs-backend-webgpu'],
      // TensorFlow.js hands the text of a function to its threads, which compression would tie to its surroundings.
      output: { minify: { compress: false, mangle: true, codegen: true } },
    },
  },
});
