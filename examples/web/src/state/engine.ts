import type { BackendInfo } from '@imgclf/runtime/browser';
import { signal } from '@preact/signals';
import { type Remote, transfer, wrap } from 'comlink';
import type { WorkerApi } from '../protocol';

/** What training computes on, once it has started. */
export const backend = signal<BackendInfo | undefined>(undefined);

interface Running {
  readonly api: Remote<WorkerApi>;
  /** Never resolves; rejects when the worker dies, which leaves its calls without an answer. */
  readonly died: Promise<never>;
  readonly end: (reason: string) => void;
}

let running: Running | undefined;
let started = 0;

/** Which worker runs: another number is another worker, which knows nothing of the one before. */
export function workerNumber(): number {
  return running === undefined ? 0 : started;
}

/** Asks the worker for something; it is started when it is first needed, and again after it died. */
export async function ask<Result>(question: (api: Remote<WorkerApi>) => Promise<Result>): Promise<Result> {
  running ??= startWorker();
  const { api, died } = running;
  return Promise.race([question(api), died]);
}

/** A picture for the worker; a frame is moved there instead of copied, and closed there. */
export function handedOver<Picture extends Blob | ImageBitmap>(picture: Picture): Picture {
  return picture instanceof ImageBitmap ? transfer(picture, [picture]) : picture;
}

/** Starts the backend, so that it is ready when it is needed. */
export async function startEngine(): Promise<void> {
  backend.value = await ask((api) => api.start());
}

/** Ends a worker that no longer answers; what waits for it fails, and the next question starts another one. */
export function endWorker(reason: string): void {
  running?.end(reason);
}

function startWorker(): Running {
  started++;
  const worker = new Worker(new URL('../worker/worker.ts', import.meta.url), {
    type: 'module',
    name: `training${location.search}`,
  });
  const { promise: died, reject } = Promise.withResolvers<never>();
  died.catch(() => undefined);
  const end = (reason: string) => {
    worker.terminate();
    running = undefined;
    reject(new WorkerDiedError(reason));
  };
  worker.addEventListener('error', ({ message }) => end(message || 'it could not be loaded'));
  return { api: wrap<WorkerApi>(worker), died, end };
}

/** The worker is gone, with the model that it held; the next question starts another one. */
export class WorkerDiedError extends Error {
  override readonly name = 'WorkerDiedError';

  constructor(reason: string) {
    super(`The part of the page that computes has ended: ${reason}.`);
  }
}
