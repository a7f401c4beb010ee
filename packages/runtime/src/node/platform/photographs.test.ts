import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { nodePlatform } from './node-platform';

const beside = fileURLToPath(new URL('../../../../../../shared/data', import.meta.url));
const folder = path.join(process.env.IMGCLF_TEST_DATA ?? beside, 'cats_dogs/train');
const hashes = JSON.parse(
  readFileSync(new URL('../__fixtures__/photograph-hashes.json', import.meta.url), 'utf8'),
) as Record<string, { rgb: string; grayscale: string }>;

describe.skipIf(!existsSync(folder))('photographs (skipped where IMGCLF_TEST_DATA holds none)', () => {
  test('decode to pictures of many sizes', async () => {
    const files = (await readdir(path.join(folder, 'cats'))).sort().slice(0, 40);
    const sizes = new Set<string>();
    for (const name of files) {
      const file = path.join(folder, 'cats', name);
      const image = await nodePlatform.decodeImage(await nodePlatform.readBytes(file), { file });
      expect(image.data.length).toBe(image.width * image.height * 3);
      expect(new Set(image.data).size).toBeGreaterThan(50);
      sizes.add(`${image.width}x${image.height}`);
    }
    expect(sizes.size).toBeGreaterThan(20);
  });

  test.each(['rgb', 'grayscale'] as const)('as %s equal TensorFlow pixel by pixel', async (colorMode) => {
    for (const [file, expected] of Object.entries(hashes)) {
      const bytes = await nodePlatform.readBytes(path.join(folder, file));
      const { data } = await nodePlatform.decodeImage(bytes, { colorMode });
      expect(createHash('sha256').update(data).digest('hex'), file).toBe(expected[colorMode]);
    }
  });
});
