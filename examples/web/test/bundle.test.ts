import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const folder = fileURLToPath(new URL('..', import.meta.url));
const tensorflow = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers', '@tensorflow/tfjs-backend-*'];

/** Bundles a module for browsers; fails on what they do not have, such as `node:` modules. */
function bundle(contents: string) {
  return build({
    stdin: { contents, resolveDir: folder },
    bundle: true,
    splitting: true,
    minify: true,
    write: false,
    metafile: true,
    outdir: 'bundle',
    format: 'esm',
    platform: 'browser',
    external: [...tensorflow, 'onnxruntime-web', '@techstark/opencv-js'],
    logLevel: 'silent',
  });
}

type Bundle = Awaited<ReturnType<typeof bundle>>;

/** The files that are loaded for an entry, or for a module that is imported later: its own, and what it imports at once. */
function filesOf({ metafile: { outputs } }: Bundle, entry: string): Set<string> {
  const own = Object.keys(outputs).find((file) => outputs[file]?.entryPoint?.includes(entry)) ?? '';
  const files = new Set([own]);
  for (const file of files)
    for (const { path: imported, kind, external } of outputs[file]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) files.add(imported);
  return files;
}

/** Their gzipped size in kB. */
function sizeOf({ metafile, outputFiles }: Bundle, files: Iterable<string>): number {
  const names = Object.keys(metafile.outputs);
  return [...files].reduce(
    (total, file) => total + gzipSync(outputFiles[names.indexOf(file)]?.contents ?? '').length / 1000,
    0,
  );
}

const codeOf = ({ outputFiles }: Bundle) => outputFiles.map(({ text }) => text).join('\n');

const packages = ['runtime', 'preprocess', 'data', 'models', 'train', 'detect'];
const entries = packages.flatMap((name) => [
  `@imgclf/${name}`,
  ...(name === 'preprocess' ? [] : [`@imgclf/${name}/browser`]),
]);

test.each(entries)('%s needs no Node', async (entry) => {
  const code = codeOf(await bundle(`export * from '${entry}';`));
  expect(/(from\s*|import\(|require\()"node:/.test(code)).toBe(false);
});

const everything =
  "export * from '@imgclf/data'; export * from '@imgclf/preprocess'; export * from '@imgclf/train';";

test('all of data, preprocess and train takes less than 60 kB, TensorFlow.js aside', async () => {
  const all = await bundle(everything);
  const first = filesOf(all, '<stdin>');
  // 56 kB when this was written. Imported later: whitening, tables, and of what trains the part of the page's backend.
  expect(sizeOf(all, first)).toBeLessThan(60);
  for (const device of ['wasm-device', 'kernel-device'])
    expect(sizeOf(all, new Set([...first, ...filesOf(all, device)]))).toBeLessThan(63);
});

test('backbones that are not used drop out', async () => {
  const one = codeOf(await bundle("export { mobileNetV2 } from '@imgclf/models/browser';"));
  const all = codeOf(await bundle("export * from '@imgclf/models/browser';"));
  const holds = (code: string) =>
    ['mobilenetv2', 'inception_resnet_v2', 'resnet50'].map((name) => code.includes(name));
  expect(holds(all)).toEqual([true, true, true]);
  expect(holds(one)).toEqual([true, false, false]);
});
