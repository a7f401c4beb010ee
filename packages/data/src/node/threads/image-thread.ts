import { Worker } from 'node:worker_threads';
import type { LoadedFiles, LoadJob } from './load-images';

/** A thread ends when it has had nothing to do for so long, in milliseconds. */
const idleTime = 10_000;

interface Pending {
  resolve(loaded: LoadedFiles): void;
  reject(error: unknown): void;
}

/** A thread that loads images, one job after the other. It keeps the process alive only while it has jobs. */
export class ImageThread {
  readonly #worker: Worker;
  readonly #pending: Pending[] = [];
  #idleTimer: NodeJS.Timeout | undefined;

  /**
   * @param program the file that the thread runs
   * @param onEnd is called once the thread takes no more jobs: it has been idle for long, or has failed
   */
  constructor(program: string, onEnd: () => void) {
    this.#worker = new Worker(program, { name: 'imgclf-images', execArgv: [] });
    this.#worker.on('message', (loaded: LoadedFiles) => {
      this.#pending.shift()?.resolve(loaded);
      if (this.#pending.length === 0) this.#rest(onEnd);
    });
    this.#worker.on('error', (error) => {
      onEnd();
      for (const { reject } of this.#pending.splice(0)) reject(error);
    });
  }

  /** Jobs that are not done. */
  get jobs(): number {
    return this.#pending.length;
  }

  /** Carries out a job after those before it. */
  run(job: LoadJob): Promise<LoadedFiles> {
    clearTimeout(this.#idleTimer);
    this.#worker.ref();
    return new Promise((resolve, reject) => {
      this.#pending.push({ resolve, reject });
      this.#worker.postMessage(job, job.buffer === undefined ? [] : [job.buffer]);
    });
  }

  #rest(onEnd: () => void): void {
    this.#worker.unref();
    this.#idleTimer = setTimeout(() => {
      onEnd();
      void this.#worker.terminate();
    }, idleTime).unref();
  }
}
