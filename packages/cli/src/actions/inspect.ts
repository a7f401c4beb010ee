import { inspectionText } from '@imgclf/data';
import { inspectImages } from '@imgclf/data/node';
import { Output } from '../command-line/output';
import type { InspectOptions } from '../commands/inspect';

/** Carries out `imgclf inspect`. */
export async function inspect(folders: string[], options: InspectOptions): Promise<void> {
  const [only] = folders;
  const source =
    folders.length === 1 ? (only as string) : Object.fromEntries(folders.map((folder) => [folder, folder]));
  const inspection = await inspectImages(source, {
    decode: options.decode,
    ...(options.labels ? {} : { labels: null }),
  });
  new Output(options).result(inspection, inspectionText(inspection));
}
