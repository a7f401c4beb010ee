import { InvalidArgumentError, InvalidFileError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';

/** One line of a manifest: an image and its class. */
export interface ManifestEntry {
  /** The image's path or URL as the manifest gives it. */
  readonly path: string;
  /** Its class: a name, or an id where every label of the manifest is a whole number. */
  readonly label: string | number;
}

/** How a manifest is written. */
export interface ManifestFormat {
  /** `'csv'` with a header line, or `'jsonl'`: one JSON object a line. @default by the first character */
  format?: 'csv' | 'jsonl';
  /** The column or field with the path. @default 'path' */
  pathColumn?: string;
  /** The column or field with the label. @default 'label' */
  labelColumn?: string;
  /** What to call the manifest in errors, normally its path. @default 'manifest' */
  file?: string;
}

/** The valibot entries of {@link ManifestFormat}. */
export const manifestEntries = {
  format: v.optional(v.picklist(['csv', 'jsonl'])),
  pathColumn: v.optional(v.pipe(v.string(), v.nonEmpty('a name')), 'path'),
  labelColumn: v.optional(v.pipe(v.string(), v.nonEmpty('a name')), 'label'),
};
const schema = v.object({ ...manifestEntries, file: v.optional(v.string(), 'manifest') });
type Format = v.InferOutput<typeof schema>;

/**
 * Reads a list of images with their labels from text.
 *
 * @param text CSV with a header line, or one JSON object a line
 * @param options see {@link ManifestFormat}
 * @returns the entries in their order
 * @throws {InvalidFileError} when the text is neither, or a line lacks its path or label
 * @example
 * await parseManifest('path,label\ncats/1.jpg,cat\n'); // [{ path: 'cats/1.jpg', label: 'cat' }]
 */
export async function parseManifest(text: string, options: ManifestFormat = {}): Promise<ManifestEntry[]> {
  if (typeof text !== 'string')
    throw new InvalidArgumentError({ argument: 'text', allowed: 'text', received: text });
  const format = parseOptions(schema, options);
  const isJson = (format.format ?? (text.trimStart().startsWith('{') ? 'jsonl' : 'csv')) === 'jsonl';
  const rows = isJson ? jsonRows(text, format) : await csvRows(text, format);
  const entries = rows.map((row, i) => entryOf(row, i, format));
  if (!entries.every(({ label }) => /^\d+$/.test(String(label)))) return entries;
  return entries.map(({ path, label }) => ({ path, label: Number(label) }));
}

async function csvRows(text: string, format: Format): Promise<unknown[]> {
  // Imported here, because pages without tables should not load it.
  const { default: papaparse } = await import('papaparse');
  const { data, errors } = papaparse.parse(text, { header: true, skipEmptyLines: true });
  // With a single column there is no delimiter to find; the missing column is reported for its line.
  const error = errors.find(({ type }) => type !== 'Delimiter');
  if (error === undefined) return data;
  throw invalid(format, `line ${(error.row ?? 0) + 2}: ${error.message}`);
}

function jsonRows(text: string, format: Format): unknown[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, i) => {
    try {
      return JSON.parse(line);
    } catch (cause) {
      throw invalid(format, `line ${i + 1} is not JSON`, cause);
    }
  });
}

function entryOf(row: unknown, i: number, format: Format): ManifestEntry {
  const { pathColumn, labelColumn } = format;
  const fields = typeof row === 'object' && row !== null ? (row as Record<string, unknown>) : {};
  const path = fields[pathColumn];
  const label = fields[labelColumn];
  if (typeof path !== 'string' || path === '') throw invalid(format, `entry ${i + 1} has no '${pathColumn}'`);
  if ((typeof label !== 'string' && typeof label !== 'number') || label === '')
    throw invalid(format, `entry ${i + 1} has no '${labelColumn}'`);
  return { path, label };
}

function invalid({ file }: Format, reason: string, cause?: unknown): InvalidFileError {
  return new InvalidFileError({ file, message: `${file} is not a manifest of images: ${reason}.`, cause });
}
