import type { DuplicateGroup, HistogramBin, ImageInspection, InspectedFile } from '@imgclf/data';
import { InvalidArgumentError, type PixelImage, type Platform } from '@imgclf/runtime';
import { type CaptionedImage, imageGrid } from './grids/image-grid';
import { horizontalBars } from './plots/horizontal-bars';
import { plotLabelFrequencies } from './plots/label-frequencies';
import { colors } from './theme';

/** Options of {@link inspectionPictures}. */
export interface InspectionPicturesOptions {
  /** Encodes the pictures: `nodePlatform` or `browserPlatform` of `@imgclf/runtime`. */
  platform: Pick<Platform, 'encodePng'>;
  /** Reads one of the inspected files. Without it there are plots but no pictures. */
  imageOf?: (file: string) => PixelImage | Promise<PixelImage>;
}

/** So many groups of duplicates are shown, the harmful ones first. */
const shownGroups = 8;

/**
 * An inspection of images as pictures, SVG documents by name: `label-frequencies`, `aspect-ratios`, `samples` (a row for
 * each class) and `duplicates` (a row for each pair); those that there is something to show for.
 *
 * @throws {InvalidArgumentError} when `platform` or `imageOf` is not what it should be, and what `imageOf` throws
 * @example
 * const inspection = await inspectImages('photos');
 * const pictures = await inspectionPictures(inspection, {
 *   platform: nodePlatform,
 *   imageOf: async (file) => nodePlatform.decodeImage(await nodePlatform.readBytes(file), { file }),
 * });
 * await writeFile('samples.svg', pictures.samples ?? '');
 */
export async function inspectionPictures(
  inspection: ImageInspection,
  { platform, imageOf }: InspectionPicturesOptions,
): Promise<Record<string, string>> {
  const { classes, aspectRatios, samples } = inspection;
  const pictures: Record<string, string> = { 'aspect-ratios': plotAspectRatios(aspectRatios) };
  if (classes.names.length > 0)
    pictures['label-frequencies'] = plotLabelFrequencies(classes.counts, classes.names);
  if (imageOf === undefined) return pictures;
  if (typeof imageOf !== 'function')
    throw new InvalidArgumentError({ argument: 'imageOf', allowed: 'a function', received: imageOf });
  const captioned = (files: readonly InspectedFile[]): Promise<CaptionedImage[]> =>
    Promise.all(files.map(async (file) => ({ image: await imageOf(file.file), caption: captionOf(file) })));
  if (samples.length > 0) {
    const columns = Math.min(100, samples.filter(({ label }) => label === samples[0]?.label).length);
    const options = { platform, columns, size: 176, title: 'Samples of each class' };
    pictures.samples = await imageGrid(await captioned(samples), options);
  }
  const pairs = duplicatePairs(inspection);
  if (pairs.length > 0) {
    const options = { platform, columns: 2, size: 200, title: 'The same picture twice' };
    pictures.duplicates = await imageGrid(await captioned(pairs), options);
  }
  return pictures;
}

function plotAspectRatios(bins: readonly HistogramBin[]): string {
  const total = bins.reduce((sum, { count }) => sum + count, 0);
  return horizontalBars({
    categories: bins.map(({ from, to }) => (to === null ? `${from} and up` : `${from} to ${to}`)),
    series: [{ name: 'pictures', color: colors.blue, values: bins.map(({ count }) => count) }],
    title: 'Aspect ratios',
    subtitle: 'width divided by height',
    description: `Width divided by height of ${total} pictures.`,
    width: undefined,
    height: undefined,
    format: String,
  });
}

/** Two files of each group that differ in label or part where they can. */
function duplicatePairs({ exactDuplicates, nearDuplicates }: ImageInspection): InspectedFile[] {
  const harm = (group: DuplicateGroup) => Number(group.acrossClasses) + Number(group.acrossParts);
  return [...exactDuplicates, ...nearDuplicates]
    .toSorted((a, b) => harm(b) - harm(a))
    .slice(0, shownGroups)
    .flatMap(({ files: [first, ...others] }) => {
      const other =
        others.find(({ label }) => label !== first?.label) ??
        others.find(({ part }) => part !== first?.part) ??
        others[0];
      return first === undefined || other === undefined ? [] : [first, other];
    });
}

function captionOf({ file, part, label }: InspectedFile): string {
  const name = file.split(/[/\\]/).at(-1) ?? file;
  return label === null ? name : `${label} · ${part} · ${name}`;
}
