import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { chromium, runInChromium } from './run-in-chromium';

/** Runs in the page: datasets from files, URLs and what a page has of pictures. */
const script = `
import { setBackend, ready, memory, dispose } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { browserPlatform } from '@imgclf/runtime/browser';
import { labelFromFolder } from '../index';
import { imageDatasetFromFiles, imageDatasetFromImages, imageDatasetFromUrls, imageFilesFromInput, webcamFrames } from './index';

await setBackend('cpu');
await ready();
const quiet = { shuffle: false, verbose: false, imageSize: 2, batchSize: 8 };
const png = (level) => browserPlatform.encodePng({ width: 3, height: 3, channels: 3, data: new Uint8Array(27).fill(level) });
const file = async (level, path) => {
  const made = new File([await png(level)], path.split('/').at(-1));
  Object.defineProperty(made, 'webkitRelativePath', { value: path });
  return made;
};
async function read(dataset) {
  const [batch] = await dataset.toArray();
  const answer = {
    shape: batch.xs.shape,
    levels: [...batch.xs.dataSync()].filter((_, i, all) => i % (all.length / batch.xs.shape[0]) === 0),
    labels: batch.ys && [...batch.ys.dataSync()],
    classNames: dataset.classNames,
    files: dataset.filePaths,
    unreadable: dataset.unreadable.map(({ code }) => code),
  };
  dispose(batch);
  return answer;
}
const before = memory().numTensors;
const files = [await file(9, 'set/b/2.png'), await file(7, 'set/a/1.PNG'), new File(['x'], 'notes.txt')];
const answers = {
  files: await read(await imageDatasetFromFiles(files, { ...quiet, labels: labelFromFolder })),
};
const broken = [...imageFilesFromInput(files), { path: 'c/3.png', file: new Blob(['no picture']) }];
answers.broken = await read(await imageDatasetFromFiles(broken, { ...quiet, onError: 'skip' }));
answers.thrown = await (await imageDatasetFromFiles(broken, quiet)).toArray().catch(({ code, file }) => [code, file]);
const url = URL.createObjectURL(new Blob([await png(5)]));
answers.urls = await read(await imageDatasetFromUrls([url], quiet));
answers.urls.files = answers.urls.files.length;
const canvas = new OffscreenCanvas(4, 4);
const context = canvas.getContext('2d');
context.fillStyle = 'rgb(11, 12, 13)';
context.fillRect(0, 0, 4, 4);
const bitmap = await createImageBitmap(canvas);
const element = document.createElement('canvas');
element.width = element.height = 4;
element.getContext('2d').drawImage(bitmap, 0, 0);
const transparent = new ImageData(Uint8ClampedArray.from([200, 1, 2, 3]), 1, 1);
answers.images = await read(await imageDatasetFromImages([canvas, bitmap, element, transparent], quiet));
bitmap.close();
answers.closed = await (await imageDatasetFromImages([bitmap], quiet)).toArray().catch(({ code }) => code);
const video = document.createElement('video');
video.muted = true;
video.srcObject = element.captureStream(30);
const painting = setInterval(() => element.getContext('2d').fillRect(0, 0, 1, 1), 20);
await video.play();
const frames = [];
const camera = new AbortController();
for await (const frame of webcamFrames(video, { signal: camera.signal })) if (frames.push(frame) === 3) camera.abort();
clearInterval(painting);
const { shape: frameShape, files: frameNames } = await read(await imageDatasetFromImages(frames, quiet));
answers.frames = { shape: frameShape, files: frameNames, sizes: frames.map(({ width, height }) => [width, height]) };
answers.noVideo = await webcamFrames(element).next().catch(({ argument }) => argument);
answers.left = memory().numTensors - before;
await answer(answers);
`;

describe.skipIf(chromium === undefined)('datasets in Chromium (skipped where CHROMIUM names none)', () => {
  it('reads files, URLs, bitmaps and canvases', async () => {
    const shape = (count: number) => [count, 2, 2, 3];
    const plain = { labels: undefined, classNames: null, unreadable: [] };
    expect(await runInChromium(script, fileURLToPath(new URL('.', import.meta.url)))).toEqual({
      files: {
        shape: shape(2),
        levels: [7, 9],
        labels: [0, 1],
        classNames: ['a', 'b'],
        files: ['set/a/1.PNG', 'set/b/2.png'],
        unreadable: [],
      },
      broken: {
        ...plain,
        shape: shape(2),
        levels: [7, 9],
        files: ['set/a/1.PNG', 'set/b/2.png', 'c/3.png'],
        unreadable: ['IMAGE_UNREADABLE'],
      },
      thrown: ['IMAGE_UNREADABLE', 'c/3.png'],
      urls: { ...plain, shape: shape(1), levels: [5], files: 1 },
      images: {
        ...plain,
        shape: shape(4),
        levels: [11, 11, 11, 200],
        files: [0, 1, 2, 3].map((i) => `image ${i}`),
      },
      closed: 'IMAGE_UNREADABLE',
      frames: {
        shape: shape(3),
        files: [0, 1, 2].map((i) => `image ${i}`),
        sizes: [
          [4, 4],
          [4, 4],
          [4, 4],
        ],
      },
      noVideo: 'video',
      left: 0,
    });
  });
});
