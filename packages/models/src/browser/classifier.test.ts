import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PixelImage } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import { expectNoTensorLeak } from '@imgclf/runtime/testing';
import { unzipSync } from 'fflate';
import { beforeAll, expect, test } from 'vitest';
import { ImageClassifier } from '../classifier/image-classifier';
import { cnn } from '../networks/cnn';
import { loadClassifier } from './load-classifier';
import { saveClassifier } from './save-classifier';

beforeAll(async () => {
  await initBackend();
});

const photo: PixelImage = { width: 12, height: 12, channels: 3, data: new Uint8Array(432).fill(77) };
const classifier = () =>
  new ImageClassifier({
    model: cnn({ inputShape: [12, 12, 3], filters: [2], denseUnits: [4], classes: 2, seed: 1 }),
    classNames: ['cat', 'dog'],
    preprocessing: [{ op: 'rescale', scale: 1 / 255 }],
  });

test('an archive and a folder on a server give the classifier back', async () => {
  const saved = classifier();
  const expected = await saved.classify(photo);
  const archive = await expectNoTensorLeak(() => saveClassifier(saved));
  const files = unzipSync(new Uint8Array(await archive.arrayBuffer()));
  const server = createServer((request, response) => {
    const bytes = files[(request.url ?? '').replace('/saved/', '')];
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/saved`;
  try {
    for (const source of [archive, url, new URL(`${url}/`)]) {
      const loaded = await loadClassifier(source);
      expect(await loaded.classify(photo)).toEqual(expected);
      loaded.dispose();
    }
    await expect(loadClassifier(`${url}/nowhere`)).rejects.toThrow(
      expect.objectContaining({ code: 'FILE_NOT_FOUND' }),
    );
  } finally {
    server.close();
  }
});

test('refuses archives that are damaged or too large', async () => {
  const refused = (archive: Blob, options = {}) =>
    expectNoTensorLeak(() =>
      expect(loadClassifier(archive, options)).rejects.toThrow(
        expect.objectContaining({ code: expect.stringMatching(/INVALID_FILE|FILE_NOT_FOUND/) }),
      ),
    );
  const archive = await saveClassifier(classifier());
  await refused(new Blob(['no archive']));
  await refused(archive.slice(0, 500));
  await refused(archive, { maxBytes: 10 });
});
