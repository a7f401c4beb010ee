import { AbortedError, InvalidArgumentError } from '@imgclf/runtime';
import { deleteCheckpoint } from '@imgclf/train/browser';
import type { TrainingJob, TrainingNews, TrainingOutcome } from '../protocol';
import { setCurrentModel } from './current-model';
import { loadPictures } from './load-pictures';
import { resultsOf } from './results';
import { checkpointName } from './run-fit';
import { startBackend } from './start-backend';
import { trainBackbone } from './train-backbone';
import { trainPixels } from './train-pixels';

let running: AbortController | undefined;

/** Trains the model that the page chose; one run at a time. No outcome where it was stopped before it had learned anything. */
export async function startTraining(
  job: TrainingJob,
  tell: (news: TrainingNews) => void,
): Promise<TrainingOutcome | undefined> {
  if (running !== undefined) {
    throw new InvalidArgumentError({
      argument: 'job',
      allowed: 'one run at a time',
      received: 'another one',
    });
  }
  running = new AbortController();
  try {
    await startBackend();
    if (!job.resume) await deleteCheckpoint(checkpointName);
    return await run(job, { signal: running.signal, tell });
  } catch (error) {
    if (AbortedError.isInstance(error)) return undefined;
    throw error;
  } finally {
    running = undefined;
  }
}

/** Ends the run before its next step; what was learned stays. */
export function stopTraining(): void {
  running?.abort();
}

async function run(
  job: TrainingJob,
  options: { signal: AbortSignal; tell: (news: TrainingNews) => void },
): Promise<TrainingOutcome> {
  const pictures = await loadPictures(job, options);
  try {
    const train = job.settings.network === 'backbone' ? trainBackbone : trainPixels;
    const { classifier, evaluation, stopped } = await train(job, pictures, options);
    const results = await resultsOf(evaluation, pictures.heldOut);
    if (!stopped) await deleteCheckpoint(checkpointName);
    return { model: await setCurrentModel(classifier), results, unreadable: pictures.unreadable, stopped };
  } finally {
    pictures.training.dispose();
    pictures.validation.dispose();
  }
}
