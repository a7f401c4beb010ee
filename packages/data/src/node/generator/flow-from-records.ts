import { stat } from 'node:fs/promises';
import path from 'node:path';
import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import { clone, type Tensor, tensor } from '@tensorflow/tfjs-core';
import * as v from 'valibot';
import { type FileFlowOptions, fileFlowEntries, idTargets, oneHotTargets } from '../../generator/file-flow';
import { GeneratedDataset } from '../../generator/generated-dataset';
import type { ImageDataGenerator } from '../../generator/image-data-generator';
import { fileSource, generatorExtensions } from './file-source';
import { classify, column, type ImageRecord, isNumber, isText } from './records';

/** What the targets of records are: see {@link RecordFlowOptions.classMode}. */
export type RecordClassMode = 'categorical' | 'binary' | 'sparse' | 'input' | 'raw' | 'multiOutput' | null;

/** Options of {@link ImageDataGenerator.flowFromRecords}. */
export interface RecordFlowOptions extends FileFlowOptions {
  /** What file names are relative to. @default the working directory */
  directory?: string;
  /** The field with the file name. @default 'filename' */
  xCol?: string;
  /** The field with the class or target; a list of fields for `'raw'` and `'multiOutput'`. @default 'class' */
  yCol?: string | readonly string[];
  /** The field with the example's weight. @default none */
  weightCol?: string;
  /** The classes in the order of their ids; records of others are left out. @default the distinct ones, sorted */
  classes?: readonly string[];
  /**
   * What the targets are: one-hot (`'categorical'`, also of several classes at once), class ids `[batch]`
   * (`'binary'`, `'sparse'`), the images themselves (`'input'`), numbers as they are `[batch]` or `[batch, fields]`
   * (`'raw'`), a list of them for each field (`'multiOutput'`), or none (`null`). All are float32.
   * @default 'categorical'
   */
  classMode?: RecordClassMode;
  /** Whether to leave out records whose file is missing or of another type, with a message. @default true */
  validateFilenames?: boolean;
}

const schema = v.object({
  ...fileFlowEntries,
  directory: v.optional(v.string(), ''),
  xCol: v.optional(v.string(), 'filename'),
  yCol: v.optional(v.union([v.string(), v.array(v.string())]), 'class'),
  weightCol: v.optional(v.string()),
  classes: v.optional(v.array(v.string())),
  classMode: v.optional(
    v.nullable(v.picklist(['categorical', 'binary', 'sparse', 'input', 'raw', 'multiOutput'])),
    'categorical',
  ),
  validateFilenames: v.optional(v.boolean(), true),
});
type ParsedFlow = v.InferOutput<typeof schema>;

interface Table {
  readonly records: readonly ImageRecord[];
  readonly classNames: readonly string[] | null;
  readonly labels: readonly (number | readonly number[])[] | null;
}

/** Makes the dataset of {@link ImageDataGenerator.flowFromRecords}. */
export async function flowFromRecords(
  generator: ImageDataGenerator,
  given: readonly ImageRecord[],
  options: RecordFlowOptions,
): Promise<GeneratedDataset<Tensor | Tensor[]>> {
  const flow = parseOptions(schema, options);
  const { directory, xCol, weightCol } = flow;
  column(given, xCol, { isValid: isText, allowed: 'a file name' });
  const valid = flow.validateFilenames ? await validRecords(given, flow) : given;
  const { records, classNames, labels } = part(classifiedTable(valid, flow), flow, generator);
  const files = records.map((record) => path.join(directory, record[xCol] as string));
  const kind = flow.validateFilenames ? 'validated' : 'non-validated';
  const classes = classNames === null ? '' : ` belonging to ${classNames.length} classes`;
  flow.onMessage(`Found ${files.length} ${kind} image filenames${classes}.`);
  const weights =
    weightCol === undefined
      ? undefined
      : column(records, weightCol, { isValid: isNumber, allowed: 'a number' });
  const source = fileSource({
    files,
    generator,
    flow,
    targets: targetsOf({ records, classNames, labels }, flow),
    weights: (examples) => weights && idTargets(examples.map((example) => weights[example] as number)),
  });
  return new GeneratedDataset(source, { classNames, filePaths: files, labels });
}

function classifiedTable(records: readonly ImageRecord[], { classMode, yCol, classes }: ParsedFlow): Table {
  if (classMode !== 'categorical' && classMode !== 'binary' && classMode !== 'sparse')
    return { records, classNames: null, labels: null };
  if (typeof yCol !== 'string')
    throw new InvalidArgumentError({
      argument: 'yCol',
      allowed: `one field for '${classMode}'`,
      received: yCol,
    });
  const table = classify(records, { yCol, classes, lists: classMode === 'categorical' });
  if (classMode === 'binary' && table.classNames.length !== 2)
    throw new InvalidArgumentError({
      argument: 'classMode',
      allowed: `something else than 'binary' for ${table.classNames.length} classes`,
      received: classMode,
    });
  return table;
}

function part(table: Table, { subset }: ParsedFlow, { options }: ImageDataGenerator): Table {
  if (subset === undefined) return table;
  const end = Math.trunc(options.validationSplit * table.records.length);
  const range = subset === 'validation' ? ([0, end] as const) : ([end] as const);
  const { records, classNames, labels } = table;
  return {
    records: records.slice(...range),
    classNames,
    labels: labels === null ? null : labels.slice(...range),
  };
}

function targetsOf({ records, classNames, labels }: Table, { classMode, yCol }: ParsedFlow) {
  const fields = typeof yCol === 'string' ? [yCol] : yCol;
  const numbers =
    classMode === 'raw' || classMode === 'multiOutput' ? fields.map((name) => numbersOf(records, name)) : [];
  return (examples: readonly number[], images: Tensor): Tensor | Tensor[] | undefined => {
    if (classMode === null) return undefined;
    if (classMode === 'input') return clone(images);
    const values = numbers.map((all) => examples.map((example) => all[example] as number));
    if (classMode === 'multiOutput') return values.map(idTargets);
    if (classMode === 'raw')
      return typeof yCol === 'string' ? idTargets(values[0] ?? []) : rowTargets(values);
    const own = examples.map((example) => labels?.[example] ?? 0);
    return classMode === 'categorical'
      ? oneHotTargets(own, classNames?.length ?? 0)
      : idTargets(own as number[]);
  };
}

function numbersOf(records: readonly ImageRecord[], name: string): number[] {
  return column(records, name, { isValid: isNumber, allowed: 'a number' });
}

/** Columns side by side, float32 `[batch, columns]`. */
function rowTargets(columns: readonly (readonly number[])[]): Tensor {
  const count = columns[0]?.length ?? 0;
  const values = Float32Array.from({ length: count * columns.length }, (_, i) => {
    return columns[i % columns.length]?.[Math.floor(i / columns.length)] as number;
  });
  return tensor(values, [count, columns.length], 'float32');
}

async function validRecords(
  records: readonly ImageRecord[],
  { directory, xCol, onMessage }: ParsedFlow,
): Promise<ImageRecord[]> {
  const checks = await Promise.all(
    records.map((record) => isImageFile(path.join(directory, record[xCol] as string))),
  );
  const valid = records.filter((_, i) => checks[i]);
  const invalid = records.length - valid.length;
  if (invalid > 0)
    onMessage(
      `Found ${invalid} invalid image filename(s) in xCol="${xCol}". These filename(s) will be ignored.`,
    );
  return valid;
}

async function isImageFile(file: string): Promise<boolean> {
  const lower = file.toLowerCase();
  if (!generatorExtensions.some((extension) => lower.endsWith(extension))) return false;
  return stat(file).then(
    (entry) => entry.isFile(),
    () => false,
  );
}
