import { Output } from '../command-line/output';
import type { PredictOptions } from '../commands/predict';
import { classifyFiles, type FileResult } from './classify-files';
import { listImages } from './list-images';
import { openClassifier } from './open-classifier';

/** Carries out `imgclf predict`. */
export async function predict(model: string, paths: string[], options: PredictOptions): Promise<void> {
  const output = new Output(options);
  const files = await listImages(paths);
  const { classifier } = await openClassifier(model, options, output);
  const results: FileResult[] = [];
  for await (const result of classifyFiles(classifier, files, options.top)) {
    results.push(result);
    if ('error' in result) {
      output.warn(`${result.file}: ${result.error.message} [${result.error.code}]`);
      process.exitCode = 1;
    }
  }
  await classifier.dispose();
  output.result(results.map(toDocument), results.map(toText).join('\n'));
}

function toDocument(result: FileResult) {
  if ('error' in result) return { ...result, label: null, score: null, top: [] };
  const [best] = result.top;
  return { file: result.file, label: best?.label, score: best?.score, top: result.top };
}

function toText(result: FileResult): string {
  if ('error' in result) return `${result.file}: cannot be read`;
  const classes = result.top.map(({ label, score }) => `${label} ${(100 * score).toFixed(1)} %`);
  return `${result.file}: ${classes.join(', ')}`;
}
