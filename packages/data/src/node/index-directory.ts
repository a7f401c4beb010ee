import path from 'node:path';
import { InvalidArgumentError } from '@imgclf/runtime';
import type { ImageIndex } from '../index/image-index';
import { listFolders, type WalkOptions, walkFiles } from './walk-files';

/** What to look for in a folder of images. */
export interface IndexOptions extends WalkOptions {
  readonly labels: 'inferred' | null | readonly number[];
  readonly classNames: readonly string[] | undefined;
}

/** Lists the images in a folder with their labels, in Keras's order. */
export async function indexDirectory(directory: string, options: IndexOptions): Promise<ImageIndex<string>> {
  const { labels, classNames } = options;
  if (labels === 'inferred') return inferLabels(directory, options);
  if (classNames !== undefined)
    throw new InvalidArgumentError({
      argument: 'classNames',
      allowed: "left out unless labels is 'inferred'",
      received: classNames,
    });
  const items = await walkFiles(directory, options);
  if (labels === null) return { items, labels, classNames: null };
  if (labels.length !== items.length)
    throw new InvalidArgumentError({
      argument: 'labels',
      allowed: `${items.length} numbers, one for each image in ${directory}`,
      received: labels.length,
    });
  const distinct = [...new Set(labels)].sort((a, b) => a - b);
  return { items, labels, classNames: distinct.map(String) };
}

async function inferLabels(directory: string, options: IndexOptions): Promise<ImageIndex<string>> {
  const folders = (await listFolders(directory)).filter((name) => !name.startsWith('.'));
  const classNames = options.classNames ?? folders;
  if (!classNames.every((name) => folders.includes(name)))
    throw new InvalidArgumentError({
      argument: 'classNames',
      allowed: `names of folders in ${directory}: ${folders.join(', ')}`,
      received: classNames,
    });
  const items: string[] = [];
  const labels: number[] = [];
  for (const [label, name] of classNames.entries()) {
    const files = await walkFiles(path.join(directory, name), options);
    for (const file of files) {
      items.push(file);
      labels.push(label);
    }
  }
  return { items, labels, classNames };
}
