import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodePlatform } from '@imgclf/runtime/node';

/** The folder of real photographs and weights. */
export const dataFolder =
  process.env.IMGCLF_TEST_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));

export const weights = path.join(
  dataFolder,
  'weights/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5',
);

const list = (...parts) => {
  const folder = path.join(dataFolder, ...parts);
  return readdirSync(folder)
    .sort()
    .map((name) => path.join(folder, name));
};
const sample = list('imagenet_sample');

/** Photographs by what is in them. ImageNet's classes 151 to 268 are dogs. */
export const pictures = {
  dogs: sample.slice(151, 269),
  others: sample.filter((_, i) => i < 151 || i > 268),
  humans: list('gate', 'human'),
  moreDogs: list('gate', 'dog'),
};

/** How many faces the group photographs show, counted by eye. */
export const facesInGroups = { 'human_01.jpg': 4, 'human_02.jpg': 5, 'human_07.jpg': 6 };

/**
 * The dog photographs with a person whose face can be seen, found by looking at every photograph in which any of the
 * detectors claimed a face.
 */
export const dogsWithPeople = [
  'n02088466_bloodhound.jpg',
  'n02093859_Kerry_blue_terrier.jpg',
  'n02097298_Scotch_terrier.jpg',
  'n02098286_West_Highland_white_terrier.jpg',
  'n02098413_Lhasa.jpg',
  'n02102040_English_springer.jpg',
  'n02105641_Old_English_sheepdog.jpg',
  'n02107908_Appenzeller.jpg',
  'n02108422_bull_mastiff.jpg',
  'n02111500_Great_Pyrenees.jpg',
  'n02113712_miniature_poodle.jpg',
];

/** A file's bytes. */
export const bytesOf = (file) => new Uint8Array(readFileSync(file));

/** A file as pixels, as the gate decodes it. */
export function decode(file) {
  return nodePlatform.decodeImage(bytesOf(file), { applyExifOrientation: true, dctMethod: 'accurate' });
}
