import { existsSync } from 'node:fs';
import path from 'node:path';
import { Output } from '../command-line/output';
import type { TrainOptions } from '../commands/train';
import { type Choice, chooseArchitecture } from '../training/choose-architecture';
import { readParts } from '../training/read-parts';
import { trainNetwork } from '../training/train-network';
import { trainTransfer } from '../training/train-transfer';
import type { TrainedClassifier, TrainingJob } from '../training/training-job';
import { writeRun } from '../training/write-run';
import { evaluationText } from './evaluation-text';
import { startBackend } from './start-backend';

/** Carries out `imgclf train`. */
export async function train(folder: string, options: TrainOptions): Promise<void> {
  const output = new Output(options);
  const { imageSize, epochs, batchSize, seed, patience, validation, validationSplit } = options;
  const backend = await startBackend(options, output);
  const reading = { validation, validationSplit, imageSize, batchSize, seed, output };
  const parts = await readParts(folder, reading);
  const choice = chooseArchitecture(options.model, options.weights);
  output.note(`Model: ${choice.architecture} (${choice.reason})`);
  const classNames = parts.training.classNames ?? [];
  const job: TrainingJob = {
    ...parts,
    classNames,
    imageSize,
    epochs,
    batchSize,
    seed,
    patience,
    backend,
    output,
  };
  const started = performance.now();
  const trained = await trainChoice(choice, job);
  const seconds = Number(((performance.now() - started) / 1000).toFixed(2));
  const out = path.resolve(options.out ?? newFolder(path.basename(path.resolve(folder))));
  await writeRun(trained, job, {
    out,
    title: path.basename(path.resolve(folder)),
    seconds,
    settings: { model: choice.architecture, imageSize, batchSize, seed, validationSplit },
  });
  const { evaluation, history } = trained;
  const document = {
    model: out,
    classes: classNames,
    epochs: history.epoch.length,
    valAccuracy: evaluation.accuracy,
    seconds,
    backend: backend.name,
    architecture: choice.architecture,
    reason: choice.reason,
    unreadable: [...job.training.unreadable, ...job.validation.unreadable],
  };
  for (const { file, message } of document.unreadable) output.note(`Left out: ${file}: ${message}`);
  const report = path.join(out, 'report.html');
  output.result(document, `${evaluationText(evaluation)}\n\nModel:   ${out}\nReport:  ${report}`);
  await trained.classifier.dispose();
}

function trainChoice(choice: Choice, job: TrainingJob): Promise<TrainedClassifier> {
  const { architecture, weights } = choice;
  if (architecture === 'cnn' || architecture === 'dense') return trainNetwork(architecture, job);
  return trainTransfer({ architecture, ...(weights === undefined ? {} : { weights }) }, job);
}

/** The first of `runs/<name>`, `runs/<name>-2`, ... that does not exist. */
function newFolder(name: string): string {
  for (let number = 1; ; number++) {
    const folder = path.join('runs', number === 1 ? name : `${name}-${number}`);
    if (!existsSync(folder)) return folder;
  }
}
