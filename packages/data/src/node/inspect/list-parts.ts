import { InvalidArgumentError } from '@imgclf/runtime';
import { isPlainObject } from '../../dataset/element-tensors';
import { ImageDataset } from '../../images/image-dataset';
import type { ImageIndex } from '../../index/image-index';
import type { InspectedFile } from '../../inspect/image-inspection';
import { indexDirectory } from '../index-directory';
import type { ParsedInspectOptions } from './inspect-options';

/** A folder with a subfolder for each class, or a dataset of image files. */
export type InspectedImages = string | ImageDataset;

/** What is to be inspected. */
export interface ListedParts {
  readonly parts: readonly string[];
  /** The classes of all parts, in the order they are met. */
  readonly names: readonly string[];
  readonly files: readonly InspectedFile[];
}

/** Lists the files of every part without reading them. */
export async function listParts(
  images: InspectedImages | Readonly<Record<string, InspectedImages>>,
  options: ParsedInspectOptions,
): Promise<ListedParts> {
  const named = isPlainObject(images) ? images : { all: images };
  const names = new Set<string>();
  const files: InspectedFile[] = [];
  for (const [part, source] of Object.entries(named)) {
    const { items, labels, classNames } = await listImages(source as unknown, options);
    for (const name of classNames ?? []) names.add(name);
    for (const [i, file] of items.entries())
      files.push({ file, part, label: classNames?.[labels?.[i] ?? -1] ?? null });
  }
  return { parts: Object.keys(named), names: [...names], files };
}

async function listImages(source: unknown, options: ParsedInspectOptions): Promise<ImageIndex<string>> {
  if (source instanceof ImageDataset) {
    const { filePaths: items, labels, classNames } = source;
    return { items, labels, classNames };
  }
  if (typeof source !== 'string' || source === '')
    throw new InvalidArgumentError({
      argument: 'source',
      allowed: 'a folder, a dataset of image files, or an object of them by the names of the parts',
      received: source,
    });
  return indexDirectory(source, { ...options, classNames: undefined });
}
