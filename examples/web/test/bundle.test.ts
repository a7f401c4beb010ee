import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));
const tensorflow = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-*'];

/** Bundles a module for browsers; fails on what they do not have, such as `node:` modules. */
async function bundle(contents: string): Promise<{ code: string; inputs: string[] }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'browser',
    external: [...tensorflow, 'onnxruntime-web'],
    logLevel: 'silent',
  });
  return { code: outputFiles[0]?.text ?? '', inputs: Object.keys(metafile.inputs) };
}

const packages = ['runtime', 'preprocess', 'data', 'models', 'train'];
const entries = packages.flatMap((name) => [
  `@imgclf/${name}`,
  ...(name === 'preprocess' ? [] : [`@imgclf/${name}/browser`]),
]);

test.each(entries)('%s needs no Node', async (entry) => {
  const { code } = await bundle(`export * from '${entry}';`);
  expect(/(from\s*|import\(|require\()"node:/.test(code)).toBe(false);
});

/** How many kilobytes a page loads for it, gzipped, besides TensorFlow.js. */
async function kilobytes(contents: string): Promise<number> {
  const { code } = await bundle(contents);
  return gzipSync(code).length / 1000;
}

test('what a page needs of data, preprocess and train to learn takes less than 60 kB, TensorFlow.js aside', async () => {
  const needed = await kilobytes(`export { imageDatasetFromArrays } from '@imgclf/data';
    export { createPreprocessor } from '@imgclf/preprocess';
    export { evaluateClassifier, fit } from '@imgclf/train';`);
  expect(needed).toBeLessThan(60);
});

test('all of data, preprocess and train stays below 95 kB', async () => {
  // A third of it is ml-matrix, for whitening, and papaparse, for tables: they drop out where these are not used.
  const all = await kilobytes(
    "export * from '@imgclf/data'; export * from '@imgclf/preprocess'; export * from '@imgclf/train';",
  );
  expect(all).toBeLessThan(95);
});

test('backbones that are not used drop out', async () => {
  const { code: one } = await bundle("export { mobileNetV2 } from '@imgclf/models/browser';");
  const { code: all } = await bundle("export * from '@imgclf/models/browser';");
  const holds = (code: string) =>
    ['mobilenetv2', 'inception_resnet_v2', 'resnet50'].map((name) => code.includes(name));
  expect(holds(all)).toEqual([true, true, true]);
  expect(holds(one)).toEqual([true, false, false]);
});
