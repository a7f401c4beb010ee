import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * What a tutorial has measured, for `result.json`.
 *
 * @typedef {object} Result
 * @property {'full' | 'quick'} mode
 * @property {Record<string, number | string>} settings
 * @property {import('@imgclf/runtime/node').BackendInfo} backend
 * @property {Record<string, number>} figures accuracies, 0 to 1, and counts
 * @property {Record<string, number>} seconds how long each part took
 */

/**
 * Prints what a tutorial has measured and writes it to `result.json`, from which `pnpm tutorials` makes its table.
 *
 * @param {string} out the tutorial's folder
 * @param {Result} result
 */
export async function writeResult(out, result) {
  const { backend, figures, seconds } = result;
  for (const [name, value] of Object.entries(figures)) console.log(`${name.padEnd(32)} ${round(value, 4)}`);
  for (const [name, value] of Object.entries(seconds)) console.log(`${name.padEnd(32)} ${round(value, 1)} s`);
  const { name, device, threads } = backend;
  await mkdir(out, { recursive: true });
  const content = {
    ...result,
    backend: { name, device, threads },
    date: new Date().toISOString().slice(0, 10),
  };
  await writeFile(path.join(out, 'result.json'), `${JSON.stringify(content, null, 2)}\n`);
  console.log(`Pictures and report: ${out}`);
}

/**
 * @param {number} value
 * @param {number} digits
 */
function round(value, digits) {
  return Number(value.toFixed(digits));
}
