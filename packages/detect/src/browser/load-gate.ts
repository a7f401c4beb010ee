import { loadClassifier } from '@imgclf/models/browser';
import { browserPlatform } from '@imgclf/runtime/browser';
import type { Gate } from '../gate/gate';
import { readGate } from '../saved/read-gate';
import { absoluteUrl } from './absolute-url';

/**
 * Loads a gate that `saveGate` of `@imgclf/detect/node` saved. It takes URLs, encoded bytes and `Blob`s (a `File` is one)
 * besides pixels and tensors. Nothing is fetched but the files in that folder.
 *
 * @param folder the URL of the folder with its `gate.json`
 * @returns a gate that the caller owns
 * @throws {InvalidArgumentError} {FileNotFoundError} {FileUnreadableError} {InvalidFileError} {AbortedError}
 * @example
 * const gate = await loadGate('/models/dog-breeds/');
 */
export async function loadGate(folder: string | URL, options: { signal?: AbortSignal } = {}): Promise<Gate> {
  const abort = options.signal === undefined ? {} : { signal: options.signal };
  const base = absoluteUrl(String(folder).replace(/\/?$/, '/'), 'folder');
  return readGate({
    file: base.href,
    platform: browserPlatform,
    readFile: (name, maxBytes) => browserPlatform.readBytes(new URL(name, base), { maxBytes, ...abort }),
    loadClassifier: (name) => loadClassifier(new URL(name, base), abort),
  });
}
