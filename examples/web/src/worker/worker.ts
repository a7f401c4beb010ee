import { clearWeights } from '@imgclf/models/browser';
import { expose } from 'comlink';
import type { WorkerApi } from '../protocol';
import { checkFiles } from './check-files';
import { currentModel } from './current-model';
import { explain } from './explain';
import { exportModel } from './export-model';
import { askGate, openGate } from './gate';
import { loadModel } from './load-model';
import { startBackend } from './start-backend';
import { startTraining, stopTraining } from './train';

const api: WorkerApi = {
  start: startBackend,
  check: checkFiles,
  train: startTraining,
  stop: stopTraining,
  load: loadModel,
  classify: (picture) => closing(picture, () => currentModel().classify(picture, { top: 100 })),
  explain,
  forgetWeights: clearWeights,
  exportModel,
  openGate,
  askGate: (picture) => closing(picture, () => askGate(picture)),
};
expose(api);

/** Answers for a picture. Frames were handed over, so they are closed here. */
async function closing<Answer>(picture: Blob | ImageBitmap, answer: () => Promise<Answer>): Promise<Answer> {
  try {
    return await answer();
  } finally {
    if (picture instanceof ImageBitmap) picture.close();
  }
}
