import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loadGate } from '@imgclf/detect/node';
import { row } from '../../lib/row.mjs';
import { dataFolder, pictures, weights } from './pictures.mjs';

const trainer = fileURLToPath(new URL('../../../examples/dog-breed/train.js', import.meta.url));
const breedsFolder = path.join(dataFolder, 'dog_breeds');
const list = (folder) => readdirSync(folder).sort();

/**
 * How often the gate of `examples/dog-breed` names the right breed on photographs that neither the training nor the
 * calibration of `unknown` has seen (the number of epochs is the tutorial's): those of ImageNet's sample, one for each
 * breed; and `validation`, for a gate that is calibrated on one photograph of each breed taken from `train`.
 */
export async function breedRows() {
  const work = mkdtempSync(path.join(tmpdir(), 'breeds-'));
  try {
    const names = list(path.join(breedsFolder, 'train'));
    const sample = [...pictures.dogs, ...pictures.others.filter(isWildDog)]
      .map((file) => ({
        file,
        breed: path
          .basename(file, '.jpg')
          .replace(/^n\d+_/, '')
          .toLowerCase(),
      }))
      .filter(({ breed }) => names.includes(breed));
    const validation = photographs('validation');
    return [
      ...(await tested('ImageNet’s sample', breedsFolder, { test: sample, work })),
      ...(await tested('dog_breeds/validation', withoutValidation(work), { test: validation, work })),
    ];
  } finally {
    rmSync(work, { recursive: true });
  }
}

/** Three of the breeds in dog_breeds are none to ImageNet; the name of another one is also that of a garment. */
const isWildDog = (file) => /dingo|dhole|African_hunting_dog/.test(file);

/** The photographs of a part of dog_breeds. */
function photographs(part) {
  return list(path.join(breedsFolder, part)).flatMap((breed) =>
    list(path.join(breedsFolder, part, breed)).map((name) => {
      return { breed, file: path.join(breedsFolder, part, breed, name) };
    }),
  );
}

/** A folder like dog_breeds whose photographs all come from `train`, the first one of each breed in `validation`. */
function withoutValidation(work) {
  const folder = path.join(work, 'split');
  const seen = new Set();
  for (const { breed, file } of photographs('train')) {
    const part = path.join(folder, seen.has(breed) ? 'train' : 'validation', breed);
    seen.add(breed);
    mkdirSync(part, { recursive: true });
    copyFileSync(file, path.join(part, path.basename(file)));
  }
  return folder;
}

async function tested(name, folder, { test, work }) {
  const out = path.join(work, 'gate');
  await promisify(execFile)(process.execPath, [trainer, folder, '--weights', weights, '--out', out]);
  const gate = await loadGate(out);
  const [right, named] = [[], []];
  for (const { file, breed } of test) {
    const answer = await gate.classifyBreed(file);
    const isRight = answer.kind === 'dog' && answer.top[0].label === breed;
    right.push(isRight);
    if (answer.kind === 'dog' && answer.breed !== 'unknown') named.push(isRight);
  }
  await gate.dispose();
  return [
    ...shareRows(`${name}: best breed right, of ${test.length} photographs`, right),
    ...shareRows(`${name}: breeds right of those named`, named),
    share(`${name}: share that is named rather than unknown`, named.length / test.length),
  ];
}

/** A share and where it lies with 95 % confidence, after Wilson. */
function shareRows(what, outcomes) {
  const n = outcomes.length;
  const p = outcomes.filter(Boolean).length / n;
  const z = 1.96;
  const middle = (p + (z * z) / (2 * n)) / (1 + (z * z) / n);
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [
    share(what, p),
    share(`${what}, at least (95 %)`, middle - half),
    share(`${what}, at most (95 %)`, middle + half),
  ];
}

const share = (what, ours) => row({ what, unit: '', ours });
