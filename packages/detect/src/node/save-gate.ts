import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { saveClassifier } from '@imgclf/models/node';
import { FileUnreadableError } from '@imgclf/runtime';
import { writeFileAtomic } from '@imgclf/runtime/node';
import { BreedHead } from '../breeds/breed-head';
import type { Gate } from '../gate/gate';
import { encodeSettings, settingsFile } from '../saved/gate-settings';
import { gateSettingsOf } from '../saved/gate-settings-of';
import { gateFolders } from '../saved/read-gate';

/**
 * Saves a gate with everything it needs into a folder: `gate.json`, the face detector's files, the dog detector's
 * network and the breed classifier. `loadGate` loads it, in the browser from a URL; nothing else is read or downloaded.
 *
 * @throws {FileUnreadableError} when the folder cannot be written
 * @example
 * await saveGate(gate, 'models/dog-breeds');
 */
export async function saveGate(gate: Gate, folder: string): Promise<void> {
  const { face, dog, breed } = gate.parts;
  const within = (...names: string[]) => path.join(folder, ...names);
  try {
    await mkdir(within(gateFolders.face), { recursive: true });
    for (const [name, bytes] of face.files) await writeFileAtomic(within(gateFolders.face, name), bytes);
  } catch (cause) {
    const message = `The gate could not be saved to ${folder}: ${String(cause)}`;
    throw new FileUnreadableError({ file: folder, message, cause });
  }
  await saveClassifier(dog.classifier, within(gateFolders.dog));
  if (breed instanceof BreedHead) await saveClassifier(breed.classifier, within(gateFolders.breed));
  await writeFileAtomic(within(settingsFile), encodeSettings(gateSettingsOf(gate)));
}
