import path from 'node:path';
import { summary } from '@imgclf/models';
import { parseOptions } from '@imgclf/runtime';
import { nodePlatform } from '@imgclf/runtime/node';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import type { Callback, TrainingContext } from '../../callbacks/callback';
import type { Logs } from '../../logs/logs';
import { EventWriter } from '../tensorboard/event-writer';
import type { ProtoWriter } from '../tensorboard/proto-writer';
import { histogramSummary, imageSummary, scalarSummary, textSummary } from '../tensorboard/summaries';

/** Options of {@link TensorBoard}, with Keras's defaults. */
export interface TensorBoardOptions {
  /** Where to write; TensorBoard shows each folder in it as a run. @default 'logs' */
  logDir?: string;
  /** Epochs between histograms of the weights; 0 for none. @default 0 */
  histogramFreq?: number;
  /** Whether to write the model's layers, as a text. @default true */
  writeGraph?: boolean;
  /** Whether to write weight matrices as pictures, with the histograms. @default false */
  writeImages?: boolean;
  /** Whether to write how many steps a second an epoch had. @default false */
  writeStepsPerSecond?: boolean;
  /** Whether to write results after steps too: after each, or after every so many. @default 'epoch' */
  updateFreq?: 'epoch' | 'batch' | number;
}

const count = v.pipe(v.number(), v.integer(), v.minValue(0, 'an integer of at least 0'));
const schema = v.strictObject({
  logDir: v.optional(v.pipe(v.string(), v.minLength(1, 'a path')), 'logs'),
  histogramFreq: v.optional(count, 0),
  writeGraph: v.optional(v.boolean(), true),
  writeImages: v.optional(v.boolean(), false),
  writeStepsPerSecond: v.optional(v.boolean(), false),
  updateFreq: v.optional(
    v.union(
      [v.picklist(['epoch', 'batch']), v.pipe(count, v.minValue(1))],
      "'epoch', 'batch' or an integer of at least 1",
    ),
    'epoch',
  ),
});

/**
 * Writes event files that TensorBoard opens, with Keras's names: `epoch_loss` and its like under `train` and
 * `validation`, `epoch_learning_rate`, `batch_loss` with `updateFreq`, `evaluation_loss_vs_iterations`, histograms of the
 * weights and the model's layers.
 *
 * @throws {InvalidArgumentError} for a bad option @throws {FileUnreadableError} when the files cannot be written
 */
export class TensorBoard implements Callback {
  readonly name = 'TensorBoard';
  readonly #options: v.InferOutput<typeof schema>;
  readonly #train: EventWriter;
  readonly #validation: EventWriter;
  #epochStart = 0;
  #firstIteration = 0;

  /** @throws {InvalidArgumentError} */
  constructor(options: TensorBoardOptions = {}) {
    this.#options = parseOptions(schema, options);
    this.#train = new EventWriter(path.join(this.#options.logDir, 'train'));
    this.#validation = new EventWriter(path.join(this.#options.logDir, 'validation'));
  }

  async onTrainBegin(_: Logs, { model }: TrainingContext): Promise<void> {
    if (!this.#options.writeGraph) return;
    const text = `\`\`\`\n${summary(model)}\n\`\`\``;
    await this.#train.write(0, [textSummary('model', text)]);
  }

  onEpochBegin(_: number, __: Logs, { optimizer }: TrainingContext): void {
    this.#epochStart = performance.now();
    this.#firstIteration = optimizer.iterations;
  }

  async onTrainBatchEnd(_: number, logs: Logs, { optimizer }: TrainingContext): Promise<void> {
    const { updateFreq } = this.#options;
    if (updateFreq === 'epoch') return;
    const step = optimizer.iterations;
    if (step % (updateFreq === 'batch' ? 1 : updateFreq) === 0)
      await this.#train.write(step, scalars(logs, 'batch_'));
  }

  async onTestEnd(logs: Logs, { optimizer }: TrainingContext): Promise<void> {
    const values = Object.entries(logs).map(([name, value]) =>
      scalarSummary(`evaluation_${name}_vs_iterations`, value),
    );
    await this.#validation.write(optimizer.iterations, values);
  }

  async onEpochEnd(epoch: number, logs: Logs, { model, optimizer }: TrainingContext): Promise<void> {
    const { histogramFreq, writeStepsPerSecond } = this.#options;
    const own = Object.entries(logs).filter(([name]) => !name.startsWith('val_'));
    const validation = Object.entries(logs).filter(([name]) => name.startsWith('val_'));
    const train: Logs = { ...Object.fromEntries(own), learning_rate: optimizer.currentLearningRate() };
    if (writeStepsPerSecond) {
      const seconds = (performance.now() - this.#epochStart) / 1000;
      train.steps_per_second = (optimizer.iterations - this.#firstIteration) / seconds;
    }
    await this.#train.write(epoch, scalars(train, 'epoch_'));
    const stripped = Object.fromEntries(
      validation.map(([name, value]) => [name.slice('val_'.length), value]),
    );
    await this.#validation.write(epoch, scalars(stripped, 'epoch_'));
    if (histogramFreq > 0 && epoch % histogramFreq === 0) await this.#writeWeights(epoch, model);
  }

  async onTrainEnd(): Promise<void> {
    await Promise.all([this.#train.close(), this.#validation.close()]);
  }

  async onTrainError(): Promise<void> {
    await this.onTrainEnd();
  }

  async #writeWeights(epoch: number, model: LayersModel): Promise<void> {
    for (const weight of model.weights) {
      const tag = weight.name;
      const values = Float32Array.from(await weight.read().data());
      const summaries: ProtoWriter[] = [histogramSummary(`${tag}/histogram`, values)];
      if (this.#options.writeImages)
        summaries.push(...(await weightImage(`${tag}/image`, values, weight.shape)));
      await this.#train.write(epoch, summaries);
    }
  }
}

function scalars(logs: Logs, prefix: string): ProtoWriter[] {
  return Object.entries(logs).map(([name, value]) => scalarSummary(`${prefix}${name}`, value));
}

/** A weight matrix or vector in grey, wide rather than high, from its least value (black) to its largest (white). */
async function weightImage(
  tag: string,
  values: Float32Array,
  shape: readonly (number | null)[],
): Promise<ProtoWriter[]> {
  const [rows = 1, columns = 1] = shape.length === 1 ? [1, ...shape] : shape;
  if (shape.length > 2 || rows === null || columns === null) return [];
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const grey = (value: number) => Math.round(((value - low) / (high - low || 1)) * 255);
  const turned = rows > columns;
  const [height, width] = turned ? [columns, rows] : [rows, columns];
  const data = Uint8Array.from({ length: values.length }, (_, i) => {
    const [y, x] = [Math.floor(i / width), i % width];
    return grey(values[turned ? x * columns + y : i] as number);
  });
  const png = await nodePlatform.encodePng({ width, height, channels: 1, data });
  return [imageSummary(tag, { png, width, height, channels: 1 })];
}
