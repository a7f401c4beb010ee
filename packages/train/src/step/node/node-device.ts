import type { CompiledProgram, Device, ResolvedStepOptions } from '../device';
import type { Program } from '../program/program';
import { NodeProgram } from './node-program';
import { NodeUpdates } from './node-updates';
import { Tensorflow } from './tensorflow';

/** Runs programs on tfjs-node: TensorFlow's own kernels, called without TensorFlow.js in between. */
export class NodeDevice implements Device {
  readonly poolFirst = true;
  readonly #options: ResolvedStepOptions;
  readonly #tensorflow = new Tensorflow();
  readonly #updates: NodeUpdates | undefined;

  constructor(options: ResolvedStepOptions) {
    this.#options = options;
    const { optimizer } = options;
    this.#updates = NodeUpdates.fits(optimizer) ? new NodeUpdates(this.#tensorflow, optimizer) : undefined;
  }

  compile(program: Program): CompiledProgram {
    return new NodeProgram(program, {
      ...this.#options,
      tensorflow: this.#tensorflow,
      updates: this.#updates,
    });
  }

  dispose(): void {
    this.#updates?.dispose();
    this.#tensorflow.dispose();
  }
}
