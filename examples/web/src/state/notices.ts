import { signal } from '@preact/signals';
import { WorkerDiedError } from './engine';

/** Something the reader should know: what happened, and what can be done. */
export interface Notice {
  readonly id: number;
  readonly kind: 'error' | 'note';
  readonly text: string;
}

/** What is shown at the foot of the page until it is dismissed. */
export const notices = signal<readonly Notice[]>([]);
let count = 0;

/** Says something; what is said already is not said twice. */
export function notify(text: string, kind: Notice['kind'] = 'note'): void {
  if (notices.value.some((each) => each.text === text)) return;
  notices.value = [...notices.value, { id: ++count, kind, text }];
}

/** Takes a notice away. */
export function dismiss(id: number): void {
  notices.value = notices.value.filter((each) => each.id !== id);
}

/** Says what went wrong and what can be done about it. */
export function notifyError(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  const advice = adviceFor(error, message);
  notify(advice === undefined ? message : `${message} ${advice}`, 'error');
}

/** Runs what a button starts, and says what went wrong in it. */
export function attempt(action: () => Promise<void>): void {
  action().catch(notifyError);
}

function adviceFor(error: unknown, message: string): string | undefined {
  const name = error instanceof Error ? error.name : '';
  if (error instanceof WorkerDiedError || /context lost/i.test(message))
    return 'Your pictures are still here. Resume the run, or train again with a smaller picture size.';
  if (/out of memory|allocation failed|memory access/i.test(message))
    return 'There is too little memory: choose a smaller picture size or fewer pictures.';
  if (name === 'QuotaExceededError' || /quota/i.test(message))
    return 'The browser has no room left for this site: free some disk space. Nothing that is on the page is lost.';
  if (name === 'TrainingDivergedError') return 'Train again with another seed or a smaller network.';
  if (/fetch|network/i.test(message) && !navigator.onLine)
    return 'You are offline: choose a file instead of an address.';
  return undefined;
}
