import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder with the 2,000 training photographs. */
export function photographs() {
  const beside = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
  const folder = path.join(process.env.IMGCLF_TEST_DATA ?? beside, 'cats_dogs/train');
  if (!existsSync(folder))
    throw new TypeError(`There are no photographs in ${folder}: set IMGCLF_TEST_DATA.`);
  return folder;
}
