import { DatasetEmptyError, parseOptions } from '@imgclf/runtime';
import { map } from '../../dataset/operators/map';
import { UnreadableImages } from '../../images/unreadable-images';
import { classBalance } from '../../inspect/class-balance';
import { exactDuplicates, nearDuplicates } from '../../inspect/find-duplicates';
import type { ImageInspection, InspectedFile } from '../../inspect/image-inspection';
import { sampleFiles } from '../../inspect/sample-files';
import { frequenciesOf, histogramOf, spreadOf } from '../../inspect/summarize-numbers';
import { type FileFacts, inspectFile } from './inspect-file';
import {
  type InspectImagesOptions,
  inspectOptionsSchema,
  type ParsedInspectOptions,
} from './inspect-options';
import { type InspectedImages, type ListedParts, listParts } from './list-parts';

/**
 * Looks through images before training on them: how many there are of each class, their sizes, shapes and formats, files
 * that cannot be read, and the same picture twice, which matters most between classes and between training and
 * validation. Files are read one after another and only a few numbers of each are kept.
 *
 * @param source a folder with a subfolder for each class, a dataset of image files, or several of them by name
 * @param given see {@link InspectImagesOptions}
 * @throws {InvalidArgumentError} when an option is out of range
 * @throws {FileNotFoundError} when a folder does not exist
 * @throws {DatasetEmptyError} when there are no image files
 * @throws {ImageUnreadableError} with `onError: 'throw'`, and what else reading throws, for the first unreadable file
 * @throws {AbortedError} when `signal` fires
 * @example
 * const inspection = await inspectImages({ train: 'photos/train', validation: 'photos/validation' });
 * console.log(inspectionText(inspection));
 */
export async function inspectImages(
  source: InspectedImages | Readonly<Record<string, InspectedImages>>,
  given: InspectImagesOptions = {},
): Promise<ImageInspection> {
  const options = parseOptions(inspectOptionsSchema, given);
  const listed = await listParts(source, options);
  if (listed.files.length === 0)
    throw new DatasetEmptyError({
      message: `No images found to inspect. Allowed formats: ${options.extensions.join(' ')}`,
    });
  const unreadable = new UnreadableImages();
  const images: Inspected[] = [];
  const outcomes = map(each(listed.files), {
    transform: (file) => readFacts(file, options),
    parallelism: options.parallelism,
  });
  for await (const { file, facts, error } of outcomes) {
    if (facts !== undefined) images.push({ file, ...facts });
    else if (options.onError === 'skip') unreadable.add(file.file, error);
    else throw error;
  }
  return { ...summarize(images, listed, options), unreadable: unreadable.list };
}

interface Inspected extends FileFacts {
  readonly file: InspectedFile;
}

/** What came of reading a file: facts or an error. */
interface Outcome {
  readonly file: InspectedFile;
  readonly facts?: FileFacts;
  readonly error?: unknown;
}

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

/** Keeps the error as a value, so that errors too are reported in the order of the files. */
async function readFacts(file: InspectedFile, options: ParsedInspectOptions): Promise<Outcome> {
  try {
    return { file, facts: await inspectFile(file.file, options) };
  } catch (error) {
    return { file, error };
  }
}

/** The middles of the bins lie at the shapes of cameras and screens and their upright twins: 1, 5:4, 4:3, 3:2, 16:9. */
const aspectRatioEdges = [0, 0.53, 0.63, 0.71, 0.83, 0.95, 1.05, 1.2, 1.4, 1.6, 1.9];

function summarize(
  images: readonly Inspected[],
  { parts, names }: ListedParts,
  { maxDistance, samplesPerClass }: ParsedInspectOptions,
): Omit<ImageInspection, 'unreadable'> {
  const files = images.map(({ file }) => file);
  const ratios = images.map(({ width, height }) => width / height);
  return {
    parts,
    images: images.length,
    classes: classBalance(files, { parts, names }),
    width: spreadOf(images.map(({ width }) => width)),
    height: spreadOf(images.map(({ height }) => height)),
    bytes: spreadOf(images.map(({ bytes }) => bytes)),
    aspectRatios: histogramOf(ratios, aspectRatioEdges),
    formats: frequenciesOf(images.map(({ format }) => format)),
    colorModes: frequenciesOf(images.map(({ colorMode }) => colorMode)),
    exactDuplicates: exactDuplicates(images),
    nearDuplicates: nearDuplicates(images, maxDistance),
    samples: sampleFiles(files, samplesPerClass),
  };
}
