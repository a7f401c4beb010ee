import * as tf from '@tensorflow/tfjs-core';
import type { Constant, Operation, Program, Step } from './program';

/** Runs a program with TensorFlow.js's operations, on whatever backend runs. */
export class TensorExecution {
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

  /** @returns a tensor that the caller owns */
  predict(x: tf.Tensor): tf.Tensor {
    const { steps, input, output } = this.#program;
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

/** The weights of an operation. */
export function constantsOf(operation: Operation): Constant[] {
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
      return activations[operation.activation](sum(operation.scale, inputs));
    case 'concatenate':
      return tf.concat(inputs, -1);
    case 'pad':
      return tf.pad(x, [[0, 0], ...operation.padding]);
    case 'flatten':
      return tf.reshape(x, [x.shape[0] as number, -1]);
    default:
      return pool(operation, x as tf.Tensor4D);
  }
}

const { relu, relu6, softmax, sigmoid, tanh, elu } = tf;
const linear = (x: tf.Tensor) => x;
const activations = { linear, relu, relu6, softmax, sigmoid, tanh, elu };

function sum(scale: number, [first, ...others]: tf.Tensor[]): tf.Tensor {
  const scaled = others.map((other) => (scale === 1 ? other : tf.mul(other, scale)));
  return scaled.reduce((total, other) => tf.add(total, other), first as tf.Tensor);
}

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
