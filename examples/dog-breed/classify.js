// Says of pictures whether they show a dog, a human or neither, and which breed:
//   node classify.js <files and folders> [--model runs/dog-breed] [--out answers]
// Prints a line of JSON for each picture; with --out, draws each answer over its picture.
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { drawAnswer } from '@imgclf/detect';
import { listImages, loadGate } from '@imgclf/detect/node';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { svgToPng } from '@imgclf/train/node';

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { model: { type: 'string', default: 'runs/dog-breed' }, out: { type: 'string' } },
});
await initBackend();
const gate = await loadGate(values.model);
if (values.out !== undefined) await mkdir(values.out, { recursive: true });

for await (const result of gate.classifyStream(filesOf(positionals))) {
  const { source } = result;
  if ('error' in result) {
    console.log(JSON.stringify({ file: source, error: result.error.code, message: result.error.message }));
    process.exitCode = 1;
  } else {
    const { dog, ...answer } = result.answer;
    console.log(JSON.stringify({ file: source, ...answer, dogProbability: dog.probability }));
    if (values.out !== undefined) await draw(source, result.answer, values.out);
  }
}
await gate.dispose();

/** @param {string[]} paths files, and folders whose pictures are meant */
async function* filesOf(paths) {
  for (const one of paths) {
    const isFolder = await stat(one).then(
      (entry) => entry.isDirectory(),
      () => false,
    );
    if (isFolder) yield* listImages(one);
    else yield one;
  }
}

/**
 * @param {string} file
 * @param {import('@imgclf/detect').BreedAnswer} answer
 * @param {string} folder
 */
async function draw(file, answer, folder) {
  const bytes = new Uint8Array(await readFile(file));
  const image = await nodePlatform.decodeImage(bytes, { applyExifOrientation: true });
  const svg = await drawAnswer(answer, { image, platform: nodePlatform });
  await writeFile(path.join(folder, `${path.basename(file)}.png`), svgToPng(svg, { scale: 1 }));
}
