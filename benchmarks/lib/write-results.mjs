import { mkdirSync, writeFileSync } from 'node:fs';

/**
 * Writes a suite's results to `results/<name>.json`.
 *
 * @param {{ name: string, machine: string, rows: import('./row.mjs').Row[] }} results
 */
export function writeResults(results) {
  const folder = new URL('../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL(`${results.name}.json`, folder), `${JSON.stringify(results, null, 2)}\n`);
}
