import type { ImageClassifier } from '@imgclf/models';
import type { Platform } from '@imgclf/runtime';
import { BreedHead } from '../breeds/breed-head';
import { imagenetBreeds } from '../breeds/imagenet-breeds';
import { DogDetector } from '../dogs/dog-detector';
import { createBlazeFace } from '../faces/blaze-face/create-blaze-face';
import type { FaceDetector } from '../faces/face';
import { createHaarCascade } from '../faces/haar-cascade/create-haar-cascade';
import { createGate } from '../gate/create-gate';
import type { Gate } from '../gate/gate';
import { decodeSettings, type GateSettings, settingsFile } from './gate-settings';

/** The folders of a saved gate, each a model by itself. */
export const gateFolders = { face: 'face', dog: 'dog', breed: 'breed' } as const;

const maxSettingsBytes = 2 ** 20;
const maxFaceBytes = 64 * 2 ** 20;

/** Where a saved gate comes from. */
export interface GateSource {
  /** What to call it in errors. */
  file: string;
  platform: Platform;
  /** Reads a file by its path within the gate. */
  readFile(path: string, maxBytes: number): Promise<Uint8Array>;
  /** Loads the classifier in a folder of the gate. */
  loadClassifier(folder: string): Promise<ImageClassifier>;
}

/**
 * Reads a gate back.
 *
 * @returns a gate that the caller owns
 * @throws {InvalidFileError} when a file is missing or damaged, or the parts do not fit each other
 */
export async function readGate(source: GateSource): Promise<Gate> {
  const settings = decodeSettings(await source.readFile(settingsFile, maxSettingsBytes), source.file);
  const parts: { dispose(): unknown }[] = [];
  const keep = <Part extends { dispose(): unknown }>(part: Part): Part => {
    parts.push(part);
    return part;
  };
  try {
    const face = keep(await readFace(source, settings.face));
    const dogClassifier = keep(await source.loadClassifier(gateFolders.dog));
    const dog = keep(new DogDetector(dogClassifier, settings.dog));
    parts.splice(parts.indexOf(dogClassifier), 1);
    const breed = keep(await readBreed(source, settings.breed));
    return createGate({ face, dog, breed, order: settings.order, platform: source.platform });
  } catch (error) {
    for (const part of parts) await part.dispose();
    throw error;
  }
}

async function readFace(
  { readFile, file }: GateSource,
  settings: GateSettings['face'],
): Promise<FaceDetector> {
  const [main = '', weights = ''] = settings.files;
  const read = (name: string) => readFile(`${gateFolders.face}/${name}`, maxFaceBytes);
  if (settings.name === 'haar-cascade')
    return createHaarCascade({ xml: await read(main), file: `${file}: ${main}` }, settings.settings);
  const [json, data] = await Promise.all([read(main), read(weights)]);
  return createBlazeFace({ json, weights: data, file: `${file}: ${main}` }, settings.settings);
}

async function readBreed({ loadClassifier }: GateSource, { kind, unknownBelow }: GateSettings['breed']) {
  if (kind === 'imagenet') return imagenetBreeds({ unknownBelow });
  const classifier = await loadClassifier(gateFolders.breed);
  try {
    return new BreedHead(classifier, { unknownBelow });
  } catch (error) {
    await classifier.dispose();
    throw error;
  }
}
