import { ImageClassifier, type InferenceEngine } from '@imgclf/models';
import { createEngine, loadClassifier } from '@imgclf/models/node';
import { nodePlatform } from '@imgclf/runtime/node';
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
  const saved = await loadClassifier(folder);
  const engine = await createEngine(saved.model, options.engine === 'auto' ? {} : { engine: options.engine });
  const passedOver = engine.passedOver.map(({ name, reason }) => `; not ${name}: ${firstLine(reason)}`);
  output.note(`Engine: ${engine.name}${passedOver.join('')}`);
  const { model, classNames, preprocessing, colorMode, applyExifOrientation } = saved;
  const classifier = new ImageClassifier({
    model,
    classNames,
    preprocessing,
    colorMode,
    applyExifOrientation,
    platform: nodePlatform,
    createEngine: async () => engine,
  });
  return { classifier, backend: backend.name, engine: engine.name };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
