import type { ImageClassifier, InferenceEngine } from '@imgclf/models';
import { loadClassifier } from '@imgclf/models/node';
import type { ComputeOptions } from '../command-line/create-command';
import type { EngineChoice } from '../command-line/engine-option';
import type { Output } from '../command-line/output';
import { startBackend } from './start-backend';

/** A saved classifier on the engine that was chosen for it. */
export interface OpenClassifier {
  /** The caller owns it, and its engine with it. */
  classifier: ImageClassifier;
  backend: string;
  engine: InferenceEngine['name'];
}

/** Loads a classifier onto the engine that was asked for, else the fastest that can run it, and says which that is. */
export async function openClassifier(
  folder: string,
  options: ComputeOptions & { engine: EngineChoice },
  output: Output,
): Promise<OpenClassifier> {
  const backend = await startBackend(options, output);
  const classifier = await loadClassifier(folder, { engine: options.engine });
  const { name: engine, passedOver } = await classifier.prepare();
  const reasons = passedOver.map(({ name, reason }) => `; not ${name}: ${firstLine(reason)}`);
  output.note(`Engine: ${engine}${reasons.join('')}`);
  return { classifier, backend: backend.name, engine };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
