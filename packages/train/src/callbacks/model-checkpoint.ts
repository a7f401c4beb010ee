import { parseOptions } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import type { Logs } from '../logs/logs';
import type { Callback, TrainingContext } from './callback';
import type { CallbackState } from './callback-state';
import { formatTemplate } from './format-template';
import { epochCount, Monitor, type MonitorOptions, monitorFields } from './monitor';

/** Options of {@link ModelCheckpoint}, with Keras's defaults. */
export interface ModelCheckpointOptions extends Omit<MonitorOptions, 'minDelta'> {
  /**
   * Where to save: a template with `{epoch}` and `{batch}`, counted from 1, and any log key, in Python's notation, such
   * as `models/{epoch:02d}-{val_loss:.2f}`.
   */
  path: string;
  /** Saves the model under a path that the template gave. */
  save: (model: LayersModel, path: string) => void | Promise<void>;
  /**
   * Whether to save only when the monitored value has improved. Where it was not computed the model is saved, with a
   * warning, as Keras does.
   * @default false
   */
  saveBestOnly?: boolean;
  /** When to save: after every epoch, or after every so many batches, counted across epochs. @default 'epoch' */
  saveFreq?: 'epoch' | number;
  /** The value that the first save must beat, with `saveBestOnly`. */
  initialValueThreshold?: number;
}

const schema = v.strictObject({
  ...monitorFields,
  path: v.pipe(v.string(), v.minLength(1, 'a path')),
  save: v.custom<ModelCheckpointOptions['save']>((value) => typeof value === 'function', 'a function'),
  saveBestOnly: v.optional(v.boolean(), false),
  saveFreq: v.optional(
    v.union([v.literal('epoch'), v.pipe(epochCount, v.minValue(1))], "'epoch' or an integer of at least 1"),
    'epoch',
  ),
  initialValueThreshold: v.optional(v.number()),
});

/**
 * Saves the model while it trains, by Keras's rules. How a model is saved is up to `save`; `classifierCheckpoint` of
 * `@imgclf/train/node` saves whole classifiers.
 *
 * @throws {InvalidArgumentError} for a bad option or an unknown field in the template; at the start of training when
 *   `saveBestOnly` monitors an unknown value
 */
export class ModelCheckpoint implements Callback {
  readonly name = 'ModelCheckpoint';
  /** The best value so far, with `saveBestOnly`. */
  best: number | undefined;
  /** Where the model was last saved. */
  lastPath: string | undefined;
  readonly #monitor: Monitor;
  readonly #options: v.InferOutput<typeof schema>;
  #epoch = 0;
  #batches = 0;

  /** @throws {InvalidArgumentError} */
  constructor(options: ModelCheckpointOptions) {
    this.#options = parseOptions(schema, options);
    const { monitor = 'val_loss', mode = 'auto' } = options;
    this.#monitor = new Monitor({ monitor, mode });
  }

  onTrainBegin(_: Logs, context: TrainingContext): void {
    const { saveBestOnly, initialValueThreshold } = this.#options;
    if (saveBestOnly) this.#monitor.begin(context);
    this.best = initialValueThreshold;
    this.#batches = 0;
  }

  onEpochBegin(epoch: number): void {
    this.#epoch = epoch;
  }

  async onTrainBatchEnd(batch: number, logs: Logs, context: TrainingContext): Promise<void> {
    const { saveFreq } = this.#options;
    if (saveFreq === 'epoch') return;
    this.#batches++;
    if (this.#batches % saveFreq === 0) await this.#save({ ...logs, batch: batch + 1 }, context);
  }

  async onEpochEnd(_: number, logs: Logs, context: TrainingContext): Promise<void> {
    if (this.#options.saveFreq === 'epoch') await this.#save(logs, context);
  }

  saveState(): CallbackState {
    return { values: { best: this.best, batches: this.#batches } };
  }

  loadState({ values }: CallbackState): void {
    this.best = values.best as number | undefined;
    this.#batches = Number(values.batches);
  }

  async #save(logs: Logs, context: TrainingContext): Promise<void> {
    if (this.#options.saveBestOnly && !this.#isBest(logs, context)) return;
    const path = formatTemplate(this.#options.path, { ...logs, epoch: this.#epoch + 1 });
    await this.#options.save(context.model, path);
    this.lastPath = path;
  }

  #isBest(logs: Logs, context: TrainingContext): boolean {
    const value = this.#monitor.read(logs, context);
    if (value === undefined) return true;
    if (!this.#monitor.improved(value, this.best)) return false;
    this.best = value;
    return true;
  }
}
