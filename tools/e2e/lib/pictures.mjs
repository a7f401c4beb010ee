import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Writes a folder of two classes of small bitmaps, dark and light, twenty of each. */
export async function paintClasses(folder) {
  for (const [label, level] of [
    ['dark', 40],
    ['light', 200],
  ]) {
    await mkdir(path.join(folder, label), { recursive: true });
    for (let i = 0; i < 20; i++)
      await writeFile(path.join(folder, label, `${i}.bmp`), bitmap(16 + i, level + i));
  }
}

/** A square picture of one grey as a BMP file. */
function bitmap(side, level) {
  const row = Math.ceil((side * 3) / 4) * 4;
  const file = Buffer.alloc(54 + row * side, level);
  file.fill(0, 0, 54);
  file.write('BM');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(54, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(side, 18);
  file.writeInt32LE(side, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(24, 28);
  return file;
}
