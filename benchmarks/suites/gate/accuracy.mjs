import path from 'node:path';
import { createGate } from '@imgclf/detect';
import { row } from '../../lib/row.mjs';
import { decode, dogsWithPeople, facesInGroups, pictures } from './pictures.mjs';

const verbose = process.env.IMGCLF_BENCH_VERBOSE !== undefined;
const count = (what, ours) => row({ what, unit: '', ours });

/** Dogs missed and seen where there are none, by both rules. */
export async function dogRows(dog) {
  const sums = { missed: { argmax: 0, probability: 0 }, false: { argmax: 0, probability: 0 } };
  for (const [name, isDog] of [
    ['dogs', true],
    ['others', false],
  ]) {
    for (const file of pictures[name]) {
      const seen = await dog.detectDog(await decode(file));
      const answers = { argmax: seen.isDog, probability: seen.probability >= 0.5 };
      for (const [rule, answer] of Object.entries(answers))
        if (answer !== isDog) sums[isDog ? 'missed' : 'false'][rule] += 1;
    }
  }
  const { dogs, others } = pictures;
  return ['argmax', 'probability'].flatMap((rule) => [
    count(`dogs missed of ${dogs.length}, ${rule}`, sums.missed[rule]),
    count(`dogs seen in ${others.length} other pictures, ${rule}`, sums.false[rule]),
  ]);
}

/** What a face detector misses and makes up, by itself and in the gate. */
export async function faceRows(name, face, dog) {
  const gate = createGate({ face, dog });
  const alone = async (image) => face.detectFaces(image);
  const inGate = async (image) => (await gate.classifyBreed(image)).faces;
  const rows = await humanRows(name, face);
  for (const [where, find] of [
    ['alone', alone],
    ['in the gate', inGate],
  ]) {
    for (const set of ['dogs', 'moreDogs']) rows.push(await claimRow(`${name} ${where}`, set, find));
  }
  return rows;
}

async function humanRows(name, face) {
  let [without, missedInGroups] = [0, 0];
  for (const file of pictures.humans) {
    const found = (await face.detectFaces(await decode(file))).length;
    const shown = facesInGroups[path.basename(file)];
    if (found === 0) without += 1;
    if (shown !== undefined) missedInGroups += Math.max(0, shown - found);
    if (verbose) console.error(`${name}: ${path.basename(file)}: ${found} faces`);
  }
  const inGroups = Object.values(facesInGroups).reduce((sum, faces) => sum + faces);
  return [
    count(`${name}: photographs of humans without a face, of ${pictures.humans.length}`, without),
    count(`${name}: faces missed of ${inGroups} in groups`, missedInGroups),
  ];
}

async function claimRow(name, set, find) {
  let claims = 0;
  for (const file of pictures[set]) {
    const faces = await find(await decode(file));
    const isClaim = faces.length > 0 && !dogsWithPeople.includes(path.basename(file));
    if (isClaim) claims += 1;
    if (isClaim && verbose) console.error(`${name}: ${path.basename(file)}: ${JSON.stringify(faces[0])}`);
  }
  return count(`${name}: faces claimed in ${pictures[set].length} dog photographs (${set})`, claims);
}
