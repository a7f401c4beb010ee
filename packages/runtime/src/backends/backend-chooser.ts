import { AbortedError } from '../errors/aborted-error';
import { BackendUnavailableError } from '../errors/backend-unavailable-error';
import { InvalidArgumentError } from '../errors/invalid-argument-error';
import { throwIfAborted } from '../validation/throw-if-aborted';
import type { BackendInfo, BackendName, PassedOverBackend } from './backend-info';
import { type BackendReport, backendReport } from './backend-report';
import type { BackendStarter, ReadyBackend } from './backend-starter';
import { type InitBackendOptions, parseInitBackendOptions } from './init-backend-options';
import { makeCurrent, runningBackend } from './registry';
import { withinTimeLimit } from './within-time-limit';

type Options = ReturnType<typeof parseInitBackendOptions>;

/** A backend that has been started, with the number of threads that was asked for. */
interface StartedBackend extends ReadyBackend {
  readonly requestedThreads: number | undefined;
}

/** Starts backends: one call at a time, and each backend once. There is one for each environment. */
export class BackendChooser {
  readonly #starters: readonly BackendStarter[];
  readonly #started = new Map<BackendName, StartedBackend>();
  #current: BackendInfo | undefined;
  #lastCall: Promise<unknown> = Promise.resolve();

  /** @param starters the environment's backends, best first */
  constructor(starters: readonly BackendStarter[]) {
    this.#starters = starters;
  }

  /**
   * What `initBackend` does.
   * @param preferred the backend to run when none runs and none is named
   */
  async init(options: InitBackendOptions, preferred?: BackendName): Promise<BackendInfo> {
    const parsed = parseInitBackendOptions(options);
    const call = this.#lastCall.then(() => this.#choose(parsed, preferred));
    // Only for the order of calls: whoever made a call gets its error.
    this.#lastCall = call.catch(() => undefined);
    return call;
  }

  /** What `describeBackends` does. */
  async describe(options: InitBackendOptions, preferred?: BackendName): Promise<BackendReport> {
    const names = this.#starters.map(({ name }) => name);
    return backendReport(await this.init(options, preferred), names);
  }

  async #choose(options: Options, preferred: BackendName | undefined): Promise<BackendInfo> {
    throwIfAborted(options.signal);
    const name = options.backend ?? this.#current?.name ?? preferred;
    this.#current =
      name === undefined ? await this.#startBest(options) : await this.#startNamed(name, options);
    return this.#current;
  }

  async #startBest(options: Options): Promise<BackendInfo> {
    const passedOver: PassedOverBackend[] = [];
    for (const starter of this.#starters) {
      try {
        return { ...(await this.#start(starter, options, false)), passedOver };
      } catch (error) {
        if (AbortedError.isInstance(error)) throw error;
        passedOver.push({ name: starter.name, reason: reasonOf(error) });
      }
    }
    const reasons = passedOver.map(({ name, reason }) => `${name}: ${reason}`).join(' ');
    throw new BackendUnavailableError({ backend: 'any', message: `No backend can start here. ${reasons}` });
  }

  async #startNamed(name: BackendName, options: Options): Promise<BackendInfo> {
    const starter = this.#starters.find((candidate) => candidate.name === name);
    if (starter === undefined) throw unavailable(name, 'it does not exist in this environment.');
    const passedOver = this.#current?.name === name ? this.#current.passedOver : [];
    try {
      return { ...(await this.#start(starter, options, true)), passedOver };
    } catch (error) {
      if (AbortedError.isInstance(error) || InvalidArgumentError.isInstance(error)) throw error;
      throw unavailable(name, reasonOf(error), error);
    }
  }

  async #start(starter: BackendStarter, options: Options, byName: boolean) {
    const { name, registryName } = starter;
    const started = this.#started.get(name) ?? (await startWithin(starter, options, byName));
    checkThreads(started, options.threads);
    await makeCurrent(registryName, started.instance);
    if (!this.#started.has(name)) await starter.complete?.();
    this.#started.set(name, started);
    const { device, threads, version } = started;
    return { name, device, threads, version };
  }
}

/** Starts a backend that has not run yet, and throws it away when it comes too late. */
async function startWithin(
  starter: BackendStarter,
  { threads, timeoutMs, signal }: Options,
  byName: boolean,
): Promise<StartedBackend> {
  const running = runningBackend(starter.registryName);
  const tooLate = `it did not start within ${timeoutMs} ms (timeoutMs).`;
  const work = (async () => starter.start({ threads, byName, running }))();
  const ready = await withinTimeLimit(work, {
    timeoutMs,
    signal,
    timeoutError: () => new BackendUnavailableError({ backend: starter.name, message: tooLate }),
    onLateResult: ({ instance }) => instance.dispose(),
  });
  return { ...ready, requestedThreads: threads };
}

/** A running backend keeps its threads: changing them would lose every tensor on it. */
function checkThreads({ threads, requestedThreads }: StartedBackend, wanted: number | undefined): void {
  if (wanted === undefined || wanted === threads || wanted === requestedThreads) return;
  throw new InvalidArgumentError({
    argument: 'threads',
    allowed: `${threads}, with which the backend has been started`,
    received: wanted,
    hint: 'The number of threads cannot change while the process runs.',
  });
}

function unavailable(backend: BackendName, reason: string, cause?: unknown): BackendUnavailableError {
  return new BackendUnavailableError({
    backend,
    message: `The backend ${backend} cannot start: ${reason}`,
    cause,
  });
}

/** The first line of an error's message: native packages print pages. Some things that are thrown are no errors. */
function reasonOf(error: unknown): string {
  const message = (error as { message?: unknown } | undefined)?.message;
  const [firstLine = ''] = typeof message === 'string' ? message.split('\n', 1) : [];
  return firstLine.trim() || 'it failed without saying why.';
}
