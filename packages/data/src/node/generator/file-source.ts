import path from 'node:path';
import { nodePlatform } from '@imgclf/runtime/node';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { ParsedFileFlow } from '../../generator/file-flow';
import type { FloatImage } from '../../generator/float-image';
import type { GeneratedSource } from '../../generator/generated-dataset';
import type { ImageDataGenerator } from '../../generator/image-data-generator';
import { drawTransform } from '../../generator/transform-parameters';
import { loadPillowImage } from '../../pillow/load-pillow-image';

/** Endings of the files that Keras's generator reads; they are compared without a dot, as in Keras. */
export const generatorExtensions = ['png', 'jpg', 'jpeg', 'bmp', 'ppm', 'tif', 'tiff'];

const channelsOf = { grayscale: 1, rgb: 3, rgba: 4 } as const;

/** What a flow of files needs besides the files. */
export interface FileSourceOptions<Targets> {
  readonly files: readonly string[];
  readonly generator: ImageDataGenerator;
  readonly flow: ParsedFileFlow;
  readonly targets: (examples: readonly number[], images: Tensor) => Targets | undefined;
  readonly weights?: (examples: readonly number[]) => Tensor | undefined;
}

/** Reads files, loads them as Keras does with Pillow, and puts them through a generator. */
export function fileSource<Targets>(options: FileSourceOptions<Targets>): GeneratedSource<Targets> {
  const { files, generator, flow, targets, weights = () => undefined } = options;
  const [height, width] = flow.targetSize;
  return {
    count: files.length,
    size: { height, width },
    channels: channelsOf[flow.colorMode],
    load: (example) => loadFile(files[example] as string, flow),
    draw: (random, size) => drawTransform(random, generator.options, size),
    finish: (image, parameters, target) => generator.finish(image, parameters, target),
    targets,
    weights,
    saveNumbers: 1e7,
    flow: { ...flow, seed: flow.seed, onImage: flow.onImage },
  };
}

async function loadFile(file: string, flow: ParsedFileFlow): Promise<FloatImage> {
  const { colorMode, targetSize, interpolation, keepAspectRatio } = flow;
  const bytes = await nodePlatform.readBytes(path.resolve(file));
  // Grey is made from RGB, and JPEG decoded, as Pillow does it, not as TensorFlow does.
  const decoded = await nodePlatform.decodeImage(bytes, {
    file,
    colorMode: colorMode === 'rgba' ? 'rgba' : 'rgb',
    dctMethod: 'accurate',
  });
  const [height, width] = targetSize;
  return loadPillowImage(decoded, { colorMode, height, width, interpolation, keepAspectRatio });
}
