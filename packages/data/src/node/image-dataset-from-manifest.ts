import path from 'node:path';
import { parseOptions } from '@imgclf/runtime';
import { nodePlatform } from '@imgclf/runtime/node';
import * as v from 'valibot';
import type { ImageDataset } from '../images/image-dataset';
import { imageDatasetFromItems } from '../images/image-dataset-from-items';
import type { ImageListOptions } from '../images/image-list-options';
import { type ManifestFormat, manifestEntries, parseManifest } from '../manifest/parse-manifest';
import { fileImages } from './image-dataset-from-files';

/** Options of {@link imageDatasetFromManifest}. */
export interface ImageManifestOptions extends Omit<ImageListOptions, 'labels'>, Omit<ManifestFormat, 'file'> {
  /**
   * Where the file of an entry is, relative to the manifest's folder: `(id) => \`train/${id}.jpg\``.
   * @default the path as it is
   */
  toPath?: (path: string) => string;
}

const schema = v.looseObject({
  ...manifestEntries,
  toPath: v.optional(
    v.custom<(path: string) => string>((value) => typeof value === 'function', 'a function'),
  ),
});

/**
 * Makes a dataset of the images that a CSV or JSON-lines file lists with their labels. Paths are relative to the
 * file's own folder.
 *
 * @param file the manifest
 * @param options see {@link ImageManifestOptions}; `subset: 'both'` gives a pair
 * @throws {FileNotFoundError} when the manifest does not exist
 * @throws {InvalidFileError} when it is not a manifest, or a line lacks its path or label
 * @throws {InvalidArgumentError} when an option is out of range
 * @throws {DatasetEmptyError} when it, or a part of the split, is empty
 * @example
 * // Kaggle's dog breeds: labels.csv has the columns id and breed.
 * await imageDatasetFromManifest('labels.csv', {
 *   pathColumn: 'id', labelColumn: 'breed', toPath: (id) => `train/${id}.jpg`,
 * });
 */
export async function imageDatasetFromManifest(
  file: string,
  options: ImageManifestOptions & { subset: 'both' },
): Promise<[training: ImageDataset, validation: ImageDataset]>;
export async function imageDatasetFromManifest(
  file: string,
  options?: ImageManifestOptions & { subset?: 'training' | 'validation' },
): Promise<ImageDataset>;
export async function imageDatasetFromManifest(
  file: string,
  options: ImageManifestOptions = {},
): Promise<ImageDataset | [ImageDataset, ImageDataset]> {
  const {
    format,
    pathColumn,
    labelColumn,
    toPath = (name: string) => name,
    ...rest
  } = parseOptions(schema, options);
  const { signal } = options;
  const bytes = await nodePlatform.readBytes(path.resolve(file), signal && { signal });
  const columns = { pathColumn, labelColumn, file, ...(format && { format }) };
  const entries = await parseManifest(new TextDecoder().decode(bytes), columns);
  const items = entries.map((entry) => path.resolve(path.dirname(file), toPath(entry.path)));
  const labels = entries.map(({ label }) => label);
  return imageDatasetFromItems({ items, ...fileImages }, { ...(rest as ImageListOptions), labels });
}
