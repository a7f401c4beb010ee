import { imageDatasetFromDirectory, imageExtensions } from '@imgclf/data/node';
import { DatasetEmptyError, InvalidArgumentError } from '@imgclf/runtime';
import { type ClassificationReport, classificationReport } from '@imgclf/train';
import { Output } from '../command-line/output';
import type { EvaluateOptions } from '../commands/evaluate';
import { classifyFiles } from './classify-files';
import { evaluationText } from './evaluation-text';
import { openClassifier } from './open-classifier';

/** Carries out `imgclf evaluate`. */
export async function evaluate(model: string, folder: string, options: EvaluateOptions): Promise<void> {
  const output = new Output(options);
  const { filePaths, labels, classNames } = await imageDatasetFromDirectory(folder, {
    shuffle: false,
    extensions: imageExtensions,
    onMessage: (message) => output.note(message),
  });
  const { classifier, backend, engine } = await openClassifier(model, options, output);
  const ids = classIds(classNames ?? [], classifier.classNames);
  const truth: number[] = [];
  const predicted: number[] = [];
  const unreadable: { file: string; message: string }[] = [];
  let done = 0;
  for await (const result of classifyFiles(classifier, filePaths, 1)) {
    if ('error' in result) unreadable.push({ file: result.file, message: result.error.message });
    else {
      truth.push(ids[labels?.[done] as number] as number);
      predicted.push(classifier.classNames.indexOf(result.top[0]?.label ?? ''));
    }
    done++;
    if (done % 500 === 0) output.note(`${done} of ${filePaths.length} images`);
  }
  await classifier.dispose();
  if (truth.length === 0) throw new DatasetEmptyError({ message: `No image in ${folder} can be read.` });
  const report = classificationReport(truth, predicted, classifier.classNames);
  for (const { file, message } of unreadable) output.note(`Left out: ${file}: ${message}`);
  output.result({ ...toDocument(report, unreadable), backend, engine }, evaluationText(report));
}

/** The classifier's id for each class of the folder. */
function classIds(folderClasses: readonly string[], known: readonly string[]): number[] {
  const unknown = folderClasses.filter((name) => !known.includes(name));
  if (unknown.length === 0) return folderClasses.map((name) => known.indexOf(name));
  throw new InvalidArgumentError({
    argument: 'folder',
    allowed: `a folder whose subfolders are classes of the model: ${known.join(', ')}`,
    received: unknown,
  });
}

function toDocument(report: ClassificationReport, unreadable: { file: string; message: string }[]) {
  const { accuracy, count, perClass, confusionMatrix, macroAverage, baseline } = report;
  return {
    accuracy,
    n: count,
    perClass,
    confusion: confusionMatrix,
    classes: perClass.map(({ label }) => label),
    macroAverage,
    baseline,
    unreadable,
  };
}
