import { defineConfig } from 'vite';
import { wasmFiles } from '../web/vite/package-files.ts';

/** For threads. */
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

// The page, with what train.js wrote to `runs` beside it: dog-breed/gate.json and so on.
export default defineConfig({
  base: './',
  root: 'page',
  publicDir: '../runs',
  plugins: [wasmFiles()],
  server: { headers },
  preview: { headers },
  build: {
    outDir: '../dist',
    emptyOutDir: true,
    target: 'es2022',
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      // Optional packages that the page does without: graphics cards, ONNX Runtime, OpenCV.
      external: [
        'onnxruntime-web',
        '@tensorflow/tfjs-backend-webgl',
        '@tensorflow/tfjs-backend-webgpu',
        '@techstark/opencv-js',
      ],
      // TensorFlow.js hands the text of a function to its threads, which compression would tie to its surroundings.
      output: { minify: { compress: false, mangle: true, codegen: true } },
    },
  },
});
