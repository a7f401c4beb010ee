import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Mt19937, type PixelImage } from '@imgclf/runtime';
import { nodePlatform } from '@imgclf/runtime/node';

/** Noise with stripes, down or across: two classes that colours alone do not tell apart. */
export function stripes(direction: 'down' | 'across', seed: number): PixelImage {
  const random = new Mt19937(seed);
  const [width, height] = [48 + (seed % 7), 40];
  const period = 6 + (seed % 4);
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / 3);
    const at = direction === 'down' ? pixel % width : Math.floor(pixel / width);
    const light = at % period < period / 2 ? 200 : 60;
    data[i] = light + Math.floor(50 * random.random());
  }
  return { width, height, channels: 3, data };
}

/** Writes a folder of such pictures. */
export async function paintFolder(
  folder: string,
  direction: 'down' | 'across',
  count: number,
): Promise<string> {
  await mkdir(folder, { recursive: true });
  for (let seed = 0; seed < count; seed++) {
    await writeFile(path.join(folder, `${seed}.png`), await nodePlatform.encodePng(stripes(direction, seed)));
  }
  return folder;
}
