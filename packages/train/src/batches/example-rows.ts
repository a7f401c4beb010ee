import { InvalidArgumentError } from '@imgclf/runtime';
import { type ArrayInput, type Rows, readRows } from './rows';

/** Arrays that belong together. The names are the caller's arguments. */
export interface ExampleArrays {
  x: ArrayInput;
  y?: ArrayInput | undefined;
  sampleWeight?: ArrayInput | undefined;
}

/** Rows that belong together: as many of each. */
export interface ExampleRows {
  xs: Rows;
  ys?: Rows;
  sampleWeight?: Rows;
}

/**
 * Reads arrays and checks that they hold equally many examples, at least one.
 *
 * @param prefix what the arguments' names start with in errors, such as `validationData.`
 * @throws {InvalidArgumentError}
 */
export async function readExampleRows(arrays: ExampleArrays, prefix = ''): Promise<ExampleRows> {
  const { x, y, sampleWeight } = arrays;
  const xs = await readRows(x, `${prefix}x`);
  const rows: ExampleRows = { xs };
  if (y !== undefined) rows.ys = requireLength(await readRows(y, `${prefix}y`), xs, `${prefix}y`);
  if (sampleWeight !== undefined) {
    const weights = await readRows(sampleWeight, `${prefix}sampleWeight`);
    rows.sampleWeight = requireLength(weights, xs, `${prefix}sampleWeight`);
  }
  return rows;
}

function requireLength(rows: Rows, xs: Rows, argument: string): Rows {
  if (rows.shape[0] === xs.shape[0]) return rows;
  throw new InvalidArgumentError({
    argument,
    allowed: `of as many examples as x, ${xs.shape[0]}`,
    received: `shape [${rows.shape}]`,
  });
}
