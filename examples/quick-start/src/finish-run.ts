import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ImageClassifier, summary } from '@imgclf/models';
import { loadClassifier, saveClassifier } from '@imgclf/models/node';
import type { PixelImage } from '@imgclf/runtime';
import type { BackendInfo } from '@imgclf/runtime/node';
import type { ClassifierEvaluation, History } from '@imgclf/train';
import { writeReport } from '@imgclf/train/node';

/** What a job hands over when its model is trained. */
export interface FinishedRun {
  title: string;
  /** The folder to write to; it exists. */
  out: string;
  backend: BackendInfo;
  history: History;
  evaluation: ClassifierEvaluation;
  classifier: ImageClassifier;
  trainingSeconds: number;
  settings: Record<string, number>;
  /** Images of each class, by part. */
  counts: Record<string, number[]>;
  unreadable?: readonly { file: string; message: string }[];
  /** The held-out image at a place in the evaluation. */
  imageOf: (index: number) => Promise<PixelImage>;
  /** Its file, where it has one. */
  fileOf?: (index: number) => string;
}

/** Saves the model, writes the report, shows that the saved model predicts, and says where everything is. */
export async function finishRun(run: FinishedRun): Promise<void> {
  const { evaluation, out, unreadable = [] } = run;
  printEvaluation(evaluation);
  for (const { file, message } of unreadable) console.log(`Left out: ${file}: ${message}`);
  const modelFolder = path.join(out, 'model');
  await mkdir(modelFolder, { recursive: true });
  await saveClassifier(run.classifier, modelFolder);
  await report(run, modelFolder);
  await run.classifier.dispose();
  await predictSome(run, modelFolder);
  console.log(`
Report:  ${pathToFileURL(path.join(out, 'report.html')).href}
Model:   ${modelFolder}
Train on your own images, one subfolder for each class:  npm start -- path/to/folder`);
}

async function report(run: FinishedRun, modelFolder: string): Promise<void> {
  const { evaluation, classifier } = run;
  await writeReport(run.out, {
    title: run.title,
    history: run.history,
    evaluation,
    imageOf: run.imageOf,
    dataset: {
      counts: run.counts,
      classNames: evaluation.classNames,
      ...(run.unreadable ? { unreadable: run.unreadable } : {}),
    },
    trainingSeconds: run.trainingSeconds,
    backend: run.backend,
    settings: run.settings,
    modelSummary: summary(classifier.model),
    modelFolder: path.relative(run.out, modelFolder),
  });
}

/** Up to `count` items, evenly spread over the list: a list by class shows every class. */
function spread<Item>(items: Item[], count: number): Item[] {
  const step = Math.max(1, items.length / count);
  return Array.from({ length: Math.min(count, items.length) }, (_, i) => items[Math.floor(i * step)] as Item);
}

function printEvaluation({
  accuracy,
  baseline,
  perClass,
  confusionMatrix,
  classNames,
}: ClassifierEvaluation): void {
  const width = Math.max(5, ...classNames.map((name) => name.length));
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`.padStart(9);
  console.log(`\n${'class'.padEnd(width)}  precision     recall   images`);
  for (const { label, precision, recall, support } of perClass) {
    console.log(
      `${label.padEnd(width)}  ${percent(precision)}  ${percent(recall)}  ${String(support).padStart(7)}`,
    );
  }
  if (classNames.length <= 20) {
    console.log('\nConfusion matrix (rows: truth, columns: prediction)');
    for (const [id, row] of confusionMatrix.entries()) {
      console.log(
        `${(classNames[id] as string).padEnd(width)}  ${row.map((n) => String(n).padStart(6)).join('')}`,
      );
    }
  }
  console.log(`\nAccuracy on held-out images: ${accuracy.toFixed(4)}`);
  console.log(`Always guessing ${JSON.stringify(baseline.label)}: ${baseline.accuracy.toFixed(4)}`);
}

/** Loads the saved model, as an application would, and classifies a few held-out images with it. */
async function predictSome({ evaluation, imageOf, fileOf }: FinishedRun, modelFolder: string): Promise<void> {
  const classifier = await loadClassifier(modelFolder);
  console.log('\nThe saved model says:');
  for (const { index, label } of spread(evaluation.predictions, 3)) {
    const file = fileOf?.(index);
    const [best] = await classifier.classify(file ?? (await imageOf(index)), { top: 1 });
    const name = file === undefined ? `test image ${index}` : file;
    console.log(
      `  ${name}: ${best?.label} (${best?.score.toFixed(3)}), truth ${evaluation.classNames[label]}`,
    );
  }
  await classifier.dispose();
}
