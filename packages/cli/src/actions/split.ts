import { type SplitManifest, splitFolder } from '@imgclf/data/node';
import { Output } from '../command-line/output';
import type { SplitOptions } from '../commands/split';

/** Carries out `imgclf split`. */
export async function split(folder: string, options: SplitOptions): Promise<void> {
  const output = new Output(options);
  const { out, ratios, seed, by, stratify } = options;
  const manifest = await splitFolder(folder, out, {
    ratios,
    seed,
    by,
    stratify,
    onProgress: ({ done, total }) => {
      if (done % 1000 === 0) output.note(`${done} of ${total} files`);
    },
  });
  const counts = countsOf(manifest);
  const lines = Object.entries(counts).map(
    ([part, classes]) =>
      `${part}: ${Object.entries(classes)
        .map(([label, count]) => `${label} ${count}`)
        .join(', ')}`,
  );
  output.result({ out, counts, files: manifest.files.length }, lines.join('\n'));
}

/** For each part, how many files of each class it has. */
function countsOf({ files }: SplitManifest): Record<string, Record<string, number>> {
  const counts: Record<string, Record<string, number>> = {};
  for (const { part, class: label } of files) {
    counts[part] ??= {};
    counts[part][label] = (counts[part][label] ?? 0) + 1;
  }
  return counts;
}
