import { existsSync } from 'node:fs';
import path from 'node:path';

/**
 * The first of these subfolders that a data set has.
 *
 * @param {string} data
 * @param {...string} names
 */
export function findPart(data, ...names) {
  const found = names.map((name) => path.join(data, name)).find((folder) => existsSync(folder));
  if (found !== undefined) return found;
  console.error(`${data} has no folder ${names.join(' or ')}.`);
  return process.exit(2);
}
