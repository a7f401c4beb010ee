import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type ImageClassifier, toKeras, toKerasH5, toOnnx } from '@imgclf/models';
import { loadClassifier, saveClassifier } from '@imgclf/models/node';
import { fileError, writeFileAtomic } from '@imgclf/runtime/node';
import { Output } from '../command-line/output';
import type { ExportOptions, Format } from '../commands/export';
import { startBackend } from './start-backend';

/** Carries out `imgclf export`. */
export async function exportModel(model: string, options: ExportOptions): Promise<void> {
  const output = new Output(options);
  const { format } = options;
  await startBackend(options, output);
  const classifier = await loadClassifier(model);
  const out = path.resolve(
    options.out ?? `${path.resolve(model)}${format === 'tfjs' ? '-tfjs' : `.${format}`}`,
  );
  const files = format === 'tfjs' ? [out] : [out, `${out}.json`];
  if (format === 'tfjs') await saveClassifier(classifier, out);
  else await writeFiles(out, await toBytes(classifier, format), classifier);
  await classifier.dispose();
  output.result({ format, files }, files.join('\n'));
}

async function toBytes({ model }: ImageClassifier, format: Exclude<Format, 'tfjs'>): Promise<Uint8Array> {
  if (format === 'onnx') return toOnnx(model);
  return format === 'h5' ? toKerasH5(model) : toKeras(model);
}

async function writeFiles(out: string, bytes: Uint8Array, classifier: ImageClassifier): Promise<void> {
  const { classNames, preprocessing, colorMode, applyExifOrientation } = classifier;
  const description = { classNames, preprocessing, colorMode, applyExifOrientation };
  try {
    await mkdir(path.dirname(out), { recursive: true });
    await writeFileAtomic(out, bytes);
    await writeFileAtomic(`${out}.json`, `${JSON.stringify(description, null, 2)}\n`);
  } catch (error) {
    throw fileError(out, error);
  }
}
