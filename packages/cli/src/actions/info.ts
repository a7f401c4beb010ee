import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { createEngine } from '@imgclf/models/node';
import { cacheFolder, describeBackends, describeJpegDecoder } from '@imgclf/runtime/node';
import { version_core } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { CommonOptions } from '../command-line/create-command';
import { Output } from '../command-line/output';
import { version } from '../version';

/** Carries out `imgclf info`. */
export async function info(options: CommonOptions): Promise<void> {
  const report = await describeBackends();
  const engine = await describeEngine();
  const folder = cacheFolder();
  const files = await cachedFiles(folder);
  const document = {
    versions: { imgclf: version, node: process.versions.node, tfjs: version_core },
    backends: report.backends,
    engine,
    jpegDecoder: describeJpegDecoder(),
    cache: { folder, files },
  };
  const cached = files.map(({ file, bytes }) => `  ${file}  ${(bytes / 1e6).toFixed(1)} MB`);
  const lines = [
    `imgclf ${version}, Node ${process.versions.node}, TensorFlow.js ${version_core}`,
    '',
    report.table,
    '',
    `Engine: ${engine.name}`,
    ...engine.passedOver.map(({ name, reason }) => `  not ${name}: ${reason}`),
    `JPEG decoder: ${document.jpegDecoder.name}`,
    `Cache: ${folder}${files.length === 0 ? ' (empty)' : ''}`,
    ...cached,
  ];
  new Output(options).result(document, lines.join('\n'));
}

/** What runs models here when nothing else is asked for, found out with a small one. A backend must run. */
async function describeEngine() {
  const model = sequential({ layers: [layers.dense({ inputShape: [1], units: 1 })] });
  const { name, passedOver, dispose } = await createEngine(model);
  await dispose();
  model.dispose();
  return { name, passedOver };
}

async function cachedFiles(folder: string): Promise<{ file: string; bytes: number }[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    },
  );
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file) => ({ file: path.relative(folder, file), bytes: (await stat(file)).size })),
  );
}
