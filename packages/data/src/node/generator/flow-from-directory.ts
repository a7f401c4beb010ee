import path from 'node:path';
import { parseOptions } from '@imgclf/runtime';
import { clone, type Tensor } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { type FileFlowOptions, fileFlowEntries, idTargets, oneHotTargets } from '../../generator/file-flow';
import { GeneratedDataset } from '../../generator/generated-dataset';
import type { ImageDataGenerator } from '../../generator/image-data-generator';
import { listFolders, walkFiles } from '../walk-files';
import { fileSource, generatorExtensions } from './file-source';

/** Options of {@link ImageDataGenerator.flowFromDirectory}. */
export interface DirectoryFlowOptions extends FileFlowOptions {
  /** The subfolders to use as classes, in the order of their ids. @default all of them, sorted, hidden ones too */
  classes?: readonly string[];
  /**
   * What the targets are: one-hot (`'categorical'`), class ids `[batch]` (`'binary'`, `'sparse'`), the images
   * themselves (`'input'`), or none (`null`). All are float32.
   * @default 'categorical'
   */
  classMode?: 'categorical' | 'binary' | 'sparse' | 'input' | null;
  /** Whether to go down into subfolders that are symbolic links. @default false */
  followLinks?: boolean;
}

const schema = v.object({
  ...fileFlowEntries,
  classes: v.optional(v.array(v.string())),
  classMode: v.optional(v.nullable(v.picklist(['categorical', 'binary', 'sparse', 'input'])), 'categorical'),
  followLinks: v.optional(v.boolean(), false),
});

/** Makes the dataset of {@link ImageDataGenerator.flowFromDirectory}. */
export async function flowFromDirectory(
  generator: ImageDataGenerator,
  directory: string,
  options: DirectoryFlowOptions,
): Promise<GeneratedDataset> {
  const flow = parseOptions(schema, options);
  const { classMode, followLinks, subset } = flow;
  const classNames = flow.classes?.length ? flow.classes : await listFolders(directory);
  const files: string[] = [];
  const labels: number[] = [];
  for (const [label, name] of classNames.entries()) {
    const found = await walkFiles(path.join(directory, name), {
      extensions: generatorExtensions,
      followLinks,
    });
    const end = Math.trunc(generator.options.validationSplit * found.length);
    const chosen =
      subset === undefined ? found : subset === 'validation' ? found.slice(0, end) : found.slice(end);
    for (const file of chosen) {
      files.push(file);
      labels.push(label);
    }
  }
  flow.onMessage(`Found ${files.length} images belonging to ${classNames.length} classes.`);
  const targets = (examples: readonly number[], images: Tensor): Tensor | undefined => {
    const ids = examples.map((example) => labels[example] as number);
    if (classMode === 'input') return clone(images);
    if (classMode === 'categorical') return oneHotTargets(ids, classNames.length);
    return classMode === null ? undefined : idTargets(ids);
  };
  return new GeneratedDataset(fileSource({ files, generator, flow, targets }), {
    classNames,
    filePaths: files,
    labels,
  });
}
