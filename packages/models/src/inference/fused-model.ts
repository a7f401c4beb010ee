import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkInput } from './check-input';
import { compileProgram } from './compile-program';
import type { Constant, Operation, Program, Step } from './program';

/**
 * A model made fast for inference on whatever backend runs: batch normalisations are folded into the convolutions before
 * them, and each convolution, its bias and its rectifier are one kernel. Made by {@link fuse}.
 */
export class FusedModel {
  readonly #program: Program;
  readonly #weights = new Map<Constant, tf.Tensor>();

  constructor(program: Program) {
    this.#program = program;
    tf.tidy(() => {
      for (const { operation } of program.steps) {
        for (const constant of constantsOf(operation)) {
          this.#weights.set(constant, tf.keep(tf.tensor(constant.data, constant.shape)));
        }
      }
    });
  }

  /**
   * Computes what the model's `predict` does, in one batch, to within rounding.
   *
   * @param x `[batch, ...]`; stays the caller's
   * @returns a tensor that the caller owns
   * @throws {InvalidArgumentError} when `x` does not fit the model's input
   */
  predict(x: tf.Tensor): tf.Tensor {
    const { steps, input, output } = this.#program;
    checkInput(x, input.shape);
    const lastUse = new Map(steps.flatMap(({ inputs }, i) => inputs.map((id) => [id, i] as const)));
    return tf.tidy(() => {
      const results = new Map<string, tf.Tensor>([[input.id, x]]);
      for (const [i, step] of steps.entries()) {
        results.set(step.id, this.#run(step, results));
        for (const id of new Set(step.inputs)) {
          if (id === input.id || id === output.id || lastUse.get(id) !== i) continue;
          results.get(id)?.dispose();
          results.delete(id);
        }
      }
      return tf.clone(results.get(output.id) as tf.Tensor);
    });
  }

  /** Frees the weights. */
  dispose(): void {
    tf.dispose([...this.#weights.values()]);
    this.#weights.clear();
  }

  #run({ operation, inputs }: Step, results: ReadonlyMap<string, tf.Tensor>): tf.Tensor {
    const values = inputs.map((id) => results.get(id) as tf.Tensor);
    return tf.tidy(() => run(operation, values, (constant) => this.#weights.get(constant) as tf.Tensor));
  }
}

function constantsOf(operation: Operation): Constant[] {
  switch (operation.op) {
    case 'conv2d':
    case 'depthwiseConv2d':
      return [operation.filter, operation.bias];
    case 'dense':
      return [operation.kernel, operation.bias];
    case 'affine':
      return [operation.scale, operation.offset];
    default:
      return [];
  }
}

function run(
  operation: Operation,
  inputs: tf.Tensor[],
  weight: (constant: Constant) => tf.Tensor,
): tf.Tensor {
  const [x] = inputs as [tf.Tensor];
  switch (operation.op) {
    case 'conv2d':
    case 'depthwiseConv2d': {
      const { strides, dilations, padding: pad, activation } = operation;
      const args = { x: x as tf.Tensor4D, strides, dilations, pad, activation };
      const [filter, bias] = [weight(operation.filter) as tf.Tensor4D, weight(operation.bias)];
      return tf.fused[operation.op]({ ...args, filter, bias });
    }
    case 'dense': {
      const [b, bias] = [weight(operation.kernel), weight(operation.bias)];
      return tf.fused.matMul({ a: x, b, bias, activation: operation.activation });
    }
    case 'affine':
      return tf.add(tf.mul(x, weight(operation.scale)), weight(operation.offset));
    case 'activation':
      return activations[operation.activation](x);
    case 'add':
      return inputs
        .slice(1)
        .reduce((sum, y) => tf.add(sum, operation.scale === 1 ? y : tf.mul(y, operation.scale)), x);
    case 'concatenate':
      return tf.concat(inputs, -1);
    case 'pad':
      return tf.pad(x, [[0, 0], ...operation.padding, [0, 0]]);
    case 'flatten':
      return tf.reshape(x, [x.shape[0] as number, -1]);
    default:
      return pool(operation, x as tf.Tensor4D);
  }
}

const { relu, relu6, softmax, sigmoid, tanh, elu } = tf;
const activations = { relu, relu6, softmax, sigmoid, tanh, elu };

type Pooling = Extract<Operation, { op: 'maxPool' | 'averagePool' | 'globalAveragePool' | 'globalMaxPool' }>;

function pool(operation: Pooling, x: tf.Tensor4D): tf.Tensor {
  switch (operation.op) {
    case 'maxPool':
      return tf.maxPool(x, operation.size, operation.strides, operation.padding);
    case 'averagePool':
      return tf.avgPool(x, operation.size, operation.strides, operation.padding);
    case 'globalMaxPool':
      return tf.max(x, [1, 2]);
    default:
      return tf.mean(x, [1, 2]);
  }
}

/**
 * Makes a model fast for inference, such as the frozen base of a transfer model. The model stays as it is; what it learns
 * afterwards does not reach the fused one.
 *
 * @returns a fused model that the caller owns
 * @throws {InvalidArgumentError} when the model has several inputs or outputs, or a layer that cannot be fused
 * @example
 * const fast = fuse(base);
 * const features = fast.predict(batch);
 */
export function fuse(model: LayersModel): FusedModel {
  return new FusedModel(compileProgram(model, { fold: true }));
}
