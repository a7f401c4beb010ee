import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

/**
 * Writes a suite's results to `results/<name>.json`. Where only a part of the suite ran, the other rows stay as they are.
 *
 * @param {{ name: string, machine: string, rows: import('./row.mjs').Row[] }} results
 * @param {{ isPart: boolean }} options
 */
export function writeResults(results, { isPart }) {
  const folder = new URL('../results/', import.meta.url);
  mkdirSync(folder, { recursive: true });
  const file = new URL(`${results.name}.json`, folder);
  const known = isPart && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).rows : [];
  const rows = [...new Map([...known, ...results.rows].map((row) => [keyOf(row), row])).values()];
  writeFileSync(file, `${JSON.stringify({ ...results, rows }, null, 2)}\n`);
}

const keyOf = ({ what, peerName }) => `${what}\n${peerName}`;
