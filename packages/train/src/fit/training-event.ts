import type { Logs } from '../logs/logs';

/**
 * What happens during training, in order. Epochs and steps count from 0; `steps` is how many there will be, where that
 * is known; `logs` are running results.
 */
export type TrainingEvent =
  | { type: 'train-begin'; epochs: number; steps: number | undefined }
  | { type: 'epoch-begin'; epoch: number; epochs: number; steps: number | undefined }
  | { type: 'batch-end'; epoch: number; step: number; steps: number | undefined; logs: Logs }
  | { type: 'validation-begin'; epoch: number }
  | { type: 'validation-batch-end'; epoch: number; step: number; logs: Logs }
  | { type: 'validation-end'; epoch: number; logs: Logs }
  | { type: 'epoch-end'; epoch: number; epochs: number; logs: Logs; seconds: number }
  | { type: 'warning'; message: string }
  | { type: 'train-end'; logs: Logs };
