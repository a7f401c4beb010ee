import { openModel } from './model';
import { notify } from './notices';
import { showRunFiles } from './pictures';
import { resumable, settings, weights } from './run';
import { keepRun, keptModel, keptRun } from './storage';

/** Offers to go on with the run of a tab that was closed before it ended. */
export async function offerKeptRun(): Promise<void> {
  const run = await keptRun();
  if (run === undefined) return;
  resumable.value = run;
  settings.value = run.settings;
  weights.value = run.weights;
  showRunFiles(run.files);
}

/** Forgets the run that did not end. */
export async function forgetRun(): Promise<void> {
  resumable.value = undefined;
  await keepRun(undefined);
}

/** Opens the model of the last visit. */
export async function openKeptModel(): Promise<void> {
  const archive = await keptModel();
  if (archive === undefined) return;
  await openModel([new File([archive], 'model.zip')]);
  notify('The model of your last visit is open again.');
}
