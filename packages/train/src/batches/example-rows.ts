import { InvalidArgumentError } from '@imgclf/runtime';
import type { Tensor } from '@tensorflow/tfjs-core';
import { type ArrayInput, type HeldRows, holdRows, type Rows, readRows } from './rows';

/** Arrays that belong together. The names are the caller's arguments. */
export interface ExampleArrays {
  x: ArrayInput;
  y?: ArrayInput | undefined;
  sampleWeight?: ArrayInput | undefined;
}

/** Rows that belong together: as many of each. */
export interface ExampleRows {
  xs: Rows | HeldRows;
  ys?: Rows;
  sampleWeight?: Rows;
}

/** Options of {@link readExampleRows}. */
export interface ReadOptions {
  /** What the arguments' names start with in errors, such as `validationData.`. */
  prefix?: string;
  /** Takes the tensors that must stay while the examples are read; without it these are copied. */
  held?: Tensor[];
}

/**
 * Reads arrays and checks that they hold equally many examples, at least one.
 * @throws {InvalidArgumentError}
 */
export async function readExampleRows(
  arrays: ExampleArrays,
  { prefix = '', held }: ReadOptions = {},
): Promise<ExampleRows> {
  const { x, y, sampleWeight } = arrays;
  const xs = await (held === undefined ? readRows(x, `${prefix}x`) : holdRows(x, `${prefix}x`, held));
  const rows: ExampleRows = { xs };
  if (y !== undefined) rows.ys = requireLength(await readRows(y, `${prefix}y`), xs, `${prefix}y`);
  if (sampleWeight !== undefined) {
    const weights = await readRows(sampleWeight, `${prefix}sampleWeight`);
    rows.sampleWeight = requireLength(weights, xs, `${prefix}sampleWeight`);
  }
  return rows;
}

function requireLength(rows: Rows, xs: Rows | HeldRows, argument: string): Rows {
  if (rows.shape[0] === xs.shape[0]) return rows;
  throw new InvalidArgumentError({
    argument,
    allowed: `of as many examples as x, ${xs.shape[0]}`,
    received: `shape [${rows.shape}]`,
  });
}
