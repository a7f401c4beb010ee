// The program of the threads that load images: answers each job with what it has loaded.
import { parentPort } from 'node:worker_threads';
import { type LoadJob, loadImages } from './threads/load-images';

parentPort?.on('message', (job: LoadJob) => {
  const loaded = loadImages(job);
  parentPort?.postMessage(loaded, [loaded.data.buffer]);
});
