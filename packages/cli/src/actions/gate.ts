import { existsSync } from 'node:fs';
import { type BreedAnswer, createGate, type Gate, type StreamedAnswer } from '@imgclf/detect';
import { loadBlazeFace, loadDogDetector, loadGate } from '@imgclf/detect/node';
import { mobileNetV2Application } from '@imgclf/models';
import { imagenetWeightsPath } from '@imgclf/models/node';
import { InvalidArgumentError } from '@imgclf/runtime';
import { nodePlatform } from '@imgclf/runtime/node';
import { Output } from '../command-line/output';
import type { GateOptions } from '../commands/gate';
import { backboneOf } from '../training/choose-architecture';
import { listImages } from './list-images';
import { startBackend } from './start-backend';

/** The backbones' names in `@imgclf/detect`. */
const names = {
  mobilenet_v2: 'mobileNetV2',
  resnet50: 'resNet50',
  inception_resnet_v2: 'inceptionResNetV2',
} as const;

/** Carries out `imgclf gate`. */
export async function gate(paths: readonly string[], options: GateOptions): Promise<void> {
  const output = new Output(options);
  const files = await listImages(paths);
  await startBackend(options, output);
  const opened = options.model === undefined ? await makeGate(options) : await loadGate(options.model);
  const results: StreamedAnswer<string>[] = [];
  for await (const result of opened.classifyStream(files, { top: options.top })) {
    results.push(result);
    if ('error' in result) {
      output.warn(`${result.source}: ${result.error.message} [${result.error.code}]`);
      process.exitCode = 1;
    }
  }
  await opened.dispose();
  output.result(results.map(toDocument), results.map(toText).join('\n'));
}

async function makeGate({ weights = cachedWeights(), order }: GateOptions): Promise<Gate> {
  const backbone = weights === 'imagenet' ? 'mobileNetV2' : names[backboneOf(weights)];
  return createGate({
    face: await loadBlazeFace(),
    dog: await loadDogDetector({ backbone, weights }),
    order: order === 'dog' ? ['dog', 'human'] : ['human', 'dog'],
    platform: nodePlatform,
  });
}

/** The weights of MobileNetV2 with its top, where they were downloaded before. */
function cachedWeights(): string {
  const file = imagenetWeightsPath(mobileNetV2Application.imagenetWeights({}));
  if (existsSync(file)) return file;
  throw new InvalidArgumentError({
    argument: '--weights',
    allowed: "a file of ImageNet weights, 'imagenet' to download one, or --model with a saved gate",
    received: undefined,
  });
}

function toDocument(result: StreamedAnswer<string>) {
  const { source: file } = result;
  if ('error' in result) {
    const { code, message } = result.error;
    return { file, kind: null, breed: null, score: null, faces: 0, error: { code, message } };
  }
  const { answer } = result;
  const common = { faces: answer.faces.length, boxes: answer.faces, reasons: answer.reasons };
  if (answer.kind === 'neither')
    return { file, kind: answer.kind, breed: null, score: answer.dog.probability, ...common };
  return {
    file,
    kind: answer.kind,
    breed: answer.breed,
    score: answer.probability,
    ...common,
    top: answer.top,
  };
}

function toText(result: StreamedAnswer<string>): string {
  return `${result.source}: ${'error' in result ? 'cannot be read' : sentence(result.answer)}`;
}

function sentence(answer: BreedAnswer): string {
  if (answer.kind === 'neither') return answer.message;
  const percent = `${(100 * answer.probability).toFixed(1)} %`;
  if (answer.kind === 'dog') return `a dog: ${answer.breed} (${percent})`;
  return `a human who resembles a ${answer.breed} (${percent})`;
}
