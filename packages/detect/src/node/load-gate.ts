import path from 'node:path';
import { loadClassifier } from '@imgclf/models/node';
import { nodePlatform } from '@imgclf/runtime/node';
import type { Gate } from '../gate/gate';
import { readGate } from '../saved/read-gate';

/**
 * Loads a gate that `saveGate` saved. It takes paths, URLs and encoded bytes besides pixels and tensors.
 *
 * @returns a gate that the caller owns
 * @throws {FileNotFoundError} when there is no `gate.json` in `folder`
 * @throws {InvalidFileError} when a file is damaged or missing, or the parts do not fit each other
 * @throws {AbortedError}
 * @example
 * const gate = await loadGate('models/dog-breeds');
 * console.log(await gate.classifyBreed('holiday.jpg'));
 */
export function loadGate(folder: string, options: { signal?: AbortSignal } = {}): Promise<Gate> {
  const abort = options.signal === undefined ? {} : { signal: options.signal };
  return readGate({
    file: folder,
    platform: nodePlatform,
    readFile: (name, maxBytes) => nodePlatform.readBytes(path.join(folder, name), { maxBytes, ...abort }),
    loadClassifier: (name) => loadClassifier(path.join(folder, name), abort),
  });
}
