import type { Logs } from '@imgclf/train';
import { batch, signal } from '@preact/signals';
import { proxy } from 'comlink';
import type { Results, TrainingJob, TrainingNews, TrainingSettings } from '../protocol';
import { chooseFiles } from './choose-files';
import { ask, endWorker } from './engine';
import { setModel } from './model';
import { notify } from './notices';
import { labelledFiles, markBad } from './pictures';
import { keepRun, type StoredRun } from './storage';

export const settings = signal<TrainingSettings>({
  network: 'cnn',
  backbone: 'mobileNetV2',
  imageSize: 96,
  epochs: 10,
  seed: 1,
});
/** The backbone's weights: a file or an address. */
export const weights = signal<Blob | string | undefined>(undefined);

/** How far the run is. */
export interface Progress {
  readonly stage: 'loading' | 'preparing' | 'weights' | 'features' | 'training' | 'finishing';
  readonly done: number;
  readonly total: number;
  readonly epoch: number;
  readonly logs: Logs;
}

export const progress = signal<Progress | undefined>(undefined);
/** The plot of each metric. */
export const curves = signal<Readonly<Record<string, string>>>({});
export const results = signal<Results | undefined>(undefined);
/** A run that was interrupted and can go on. */
export const resumable = signal<StoredRun | undefined>(undefined);

/** Changes some of the settings. */
export function changeSettings(some: Partial<TrainingSettings>): void {
  settings.value = { ...settings.value, ...some };
}

/** Takes downloaded weights out of the browser's cache. */
export async function forgetWeights(): Promise<void> {
  const forgotten = await ask((api) => api.forgetWeights());
  notify(
    forgotten ? 'The downloaded weights are gone from this browser.' : 'No downloaded weights are kept here.',
  );
}

/** Trains on the collected pictures. */
export async function train(): Promise<void> {
  const { classNames, files } = labelledFiles();
  const chosen = chooseFiles(files, settings.value);
  const job = { classNames, files: chosen, settings: settings.value, weights: weights.value };
  [curves.value, results.value] = [{}, undefined];
  const run: StoredRun = { ...job, epoch: 0 };
  keepRun(run).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    notify(`This run cannot be resumed after the tab is closed: ${reason}`);
  });
  await follow({ ...job, resume: false }, run);
}

/** Goes on with the run that was interrupted. */
export async function resume(): Promise<void> {
  const run = resumable.value;
  if (run !== undefined) await follow({ ...run, resume: true }, run);
}

/** So long a stopped run may take to end before its worker counts as hung. */
const patience = 30_000;
let lastResort: ReturnType<typeof setTimeout> | undefined;

/** Ends the run before its next step; what was learned stays. A worker in which it does not end is ended with it. */
export async function stop(): Promise<void> {
  lastResort ??= setTimeout(() => endWorker('the run did not stop'), patience);
  await ask((api) => api.stop());
}

let latest = 0;

async function follow(job: TrainingJob, run: StoredRun): Promise<void> {
  const number = ++latest;
  // News of a worker that died may still be on their way when the next run has begun.
  const hear = proxy((news: TrainingNews) => {
    if (number === latest && progress.value !== undefined) take(news);
  });
  resumable.value = undefined;
  progress.value = { stage: 'loading', done: 0, total: job.files.length, epoch: 0, logs: {} };
  try {
    const outcome = await ask((api) => api.train(job, hear));
    if (outcome === undefined) {
      resumable.value = run;
      return;
    }
    results.value = outcome.results;
    markBad(outcome.unreadable);
    setModel(outcome.model);
    if (outcome.stopped) resumable.value = run;
    else await keepRun(undefined);
  } catch (error) {
    resumable.value = run;
    throw error;
  } finally {
    showWaiting();
    clearTimeout(lastResort);
    lastResort = undefined;
    progress.value = undefined;
  }
}

/** News that come faster than anyone can read: the latest of each kind, until it is shown. */
const waiting = new Map<string, TrainingNews>();
const interval = 100;
let showing: ReturnType<typeof setTimeout> | undefined;

/** Takes the worker's news. Steps and curves are shown ten times a second, so that the page has time to answer. */
function take(news: TrainingNews): void {
  if (news.type === 'step' || news.type === 'curve') {
    waiting.set(news.type === 'curve' ? news.metric : news.type, news);
    showing ??= setTimeout(showWaiting, interval);
    return;
  }
  showWaiting();
  show(news);
}

function showWaiting(): void {
  clearTimeout(showing);
  showing = undefined;
  const some = [...waiting.values()];
  waiting.clear();
  batch(() => some.forEach(show));
}

function show(news: TrainingNews): void {
  if (news.type === 'curve') curves.value = { ...curves.value, [news.metric]: news.svg };
  const now = progress.value;
  if (now === undefined) return;
  if (news.type === 'note') notify(news.message);
  if (news.type === 'stage') progress.value = { ...now, stage: news.stage };
  if (news.type === 'weights') progress.value = { ...now, done: news.received, total: news.total ?? 0 };
  if (news.type === 'loading')
    progress.value = { ...now, ...news, stage: news.done < news.total ? 'loading' : 'preparing' };
  if (news.type === 'step') {
    const { epoch, step, steps, logs } = news;
    progress.value = { stage: 'training', epoch, done: step + 1, total: steps, logs };
  }
}
