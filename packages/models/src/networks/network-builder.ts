import { initializers, layers, type Sequential, sequential } from '@tensorflow/tfjs-layers';
import { dropout } from '../layers/dropout';
import { conv2d, dense } from '../layers/keras-defaults';
import { autoNames } from './auto-names';
import type { ActivationName } from './network-options';
import { seedSequence } from './seed-sequence';

/** Stacks layers under Keras's names, with Keras's initialisers, all seeded from one seed. */
export class NetworkBuilder {
  readonly #layers: layers.Layer[] = [];
  readonly #name = autoNames();
  readonly #nextSeed: () => number;
  #inputShape: number[] | undefined;

  constructor(inputShape: number[], seed: number | undefined) {
    this.#inputShape = inputShape;
    this.#nextSeed = seedSequence(seed);
  }

  rescaling(args: { scale: number; offset: number }): void {
    this.#layers.push(layers.rescaling({ ...args, ...this.#common('rescaling') }));
  }

  flatten(): void {
    this.#layers.push(layers.flatten(this.#common('flatten')));
  }

  conv2d(args: {
    filters: number;
    kernelSize: number;
    padding: 'valid' | 'same';
    activation: ActivationName;
  }): void {
    const kernelInitializer = this.#glorotUniform();
    this.#layers.push(conv2d({ ...args, kernelInitializer, ...this.#common('conv2d') }));
  }

  maxPooling2d(poolSize: number): void {
    this.#layers.push(layers.maxPooling2d({ poolSize, ...this.#common('max_pooling2d') }));
  }

  globalPooling2d(kind: 'avg' | 'max'): void {
    const layer =
      kind === 'avg'
        ? layers.globalAveragePooling2d(this.#common('global_average_pooling2d'))
        : layers.globalMaxPooling2d(this.#common('global_max_pooling2d'));
    this.#layers.push(layer);
  }

  dense(args: { units: number; activation: ActivationName }): void {
    const kernelInitializer = this.#glorotUniform();
    this.#layers.push(dense({ ...args, kernelInitializer, ...this.#common('dense') }));
  }

  dropout(rate: number): void {
    if (rate === 0) return;
    this.#layers.push(dropout({ rate, seed: this.#nextSeed(), ...this.#common('dropout') }));
  }

  build(name: string): Sequential {
    return sequential({ name, layers: this.#layers });
  }

  #glorotUniform() {
    return initializers.glorotUniform({ seed: this.#nextSeed() });
  }

  /** The layer's name and, for the first one, the shape of the input. */
  #common(kind: string): { name: string; inputShape?: number[] } {
    const inputShape = this.#inputShape;
    this.#inputShape = undefined;
    const name = this.#name(kind);
    return inputShape === undefined ? { name } : { name, inputShape };
  }
}
