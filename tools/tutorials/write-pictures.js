import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { svgToPng } from '@imgclf/train/node';

/**
 * Writes pictures as SVG and as PNG.
 *
 * @param {string} out a folder
 * @param {Record<string, string>} pictures SVG documents by name
 */
export async function writePictures(out, pictures) {
  await mkdir(out, { recursive: true });
  for (const [name, svg] of Object.entries(pictures)) {
    await writeFile(path.join(out, `${name}.svg`), svg);
    await writeFile(path.join(out, `${name}.png`), svgToPng(svg));
  }
}
