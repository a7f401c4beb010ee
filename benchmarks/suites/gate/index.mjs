import { existsSync } from 'node:fs';
import { createGate } from '@imgclf/detect';
import { loadBlazeFace, loadDogDetector, loadHaarCascade } from '@imgclf/detect/node';
import { initBackend, nodePlatform } from '@imgclf/runtime/node';
import { dogRows, faceRows } from './accuracy.mjs';
import { breedRows } from './breeds.mjs';
import { memoryRows } from './memory.mjs';
import { weights } from './pictures.mjs';
import { decisionRows, loadRow } from './speed.mjs';

const DEBIAN_CASCADE = '/usr/share/opencv4/haarcascades/haarcascade_frontalface_alt.xml';

/**
 * What the gate gets wrong on real photographs, by both face detectors, and what a decision costs.
 *
 * @param {string[]} options `--only=dogs`, `faces`, `breeds`, `speed` or `memory`, `--rounds=9`, `--decisions=10000`, `--backend=wasm`
 * @returns {Promise<import('../../lib/row.mjs').Row[]>}
 */
export async function run(options) {
  const value = (name) => options.find((option) => option.startsWith(`--${name}=`))?.split('=')[1];
  const wanted = (part) => (value('only') ?? part) === part;
  const rounds = Number(value('rounds') ?? 9);
  console.error(await initBackend({ backend: value('backend') ?? 'wasm' }));
  const dog = await loadDogDetector({ weights });
  const face = await loadBlazeFace();
  const gate = createGate({ face, dog, platform: nodePlatform });
  const rows = [];
  if (wanted('speed')) rows.push(...(await decisionRows(gate, rounds)), await loadRow(gate, rounds));
  if (wanted('dogs')) rows.push(...(await dogRows(dog)));
  if (wanted('faces')) {
    rows.push(...(await faceRows('BlazeFace', face, dog)));
    const cascade = await haarCascade();
    if (cascade !== undefined) rows.push(...(await faceRows('Haar cascade', cascade, dog)));
  }
  if (wanted('breeds')) rows.push(...(await breedRows()));
  if (wanted('memory')) rows.push(...(await memoryRows(gate, Number(value('decisions') ?? 10_000))));
  return rows;
}

async function haarCascade() {
  const file = process.env.IMGCLF_HAAR_CASCADE ?? DEBIAN_CASCADE;
  if (existsSync(file)) return loadHaarCascade(file);
  console.error(`No Haar cascade: IMGCLF_HAAR_CASCADE names none, and ${DEBIAN_CASCADE} is missing.`);
  return undefined;
}
