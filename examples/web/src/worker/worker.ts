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
  classify: (picture) => currentModel().classify(picture, { top: 100 }),
  explain,
  exportModel,
  openGate,
  askGate,
};
expose(api);
