import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { cacheFolder, describeBackends, describeJpegDecoder } from '@imgclf/runtime/node';
import { version_core } from '@tensorflow/tfjs-core';
import type { CommonOptions } from '../command-line/create-command';
import { Output } from '../command-line/output';
import { version } from '../version';

/** Carries out `imgclf info`. */
export async function info(options: CommonOptions): Promise<void> {
  const report = await describeBackends();
  const folder = cacheFolder();
  const files = await cachedFiles(folder);
  const document = {
    versions: { imgclf: version, node: process.versions.node, tfjs: version_core },
    backends: report.backends,
    jpegDecoder: describeJpegDecoder(),
    cache: { folder, files },
  };
  const cached = files.map(({ file, bytes }) => `  ${file}  ${(bytes / 1e6).toFixed(1)} MB`);
  const lines = [
    `imgclf ${version}, Node ${process.versions.node}, TensorFlow.js ${version_core}`,
    '',
    report.table,
    '',
    `JPEG decoder: ${document.jpegDecoder.name}`,
    `Cache: ${folder}${files.length === 0 ? ' (empty)' : ''}`,
    ...cached,
  ];
  new Output(options).result(document, lines.join('\n'));
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
