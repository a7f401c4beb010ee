/** What an operation's result goes through at once. */
export type FusedActivation = 'linear' | 'relu' | 'relu6';
export type Padding = 'valid' | 'same';

/** Weights of an operation. */
export interface Constant {
  data: Float32Array;
  shape: number[];
}

interface Window {
  size: [number, number];
  strides: [number, number];
  padding: Padding;
}

/** An operation on the results of others, for inference only. Images are `[batch, height, width, channels]`. */
export type Operation =
  | {
      op: 'conv2d' | 'depthwiseConv2d';
      filter: Constant;
      bias: Constant;
      strides: [number, number];
      dilations: [number, number];
      padding: Padding;
      activation: FusedActivation;
    }
  | { op: 'dense'; kernel: Constant; bias: Constant; activation: FusedActivation }
  /** `x * scale + offset`, along the last axis or everywhere. */
  | { op: 'affine'; scale: Constant; offset: Constant }
  | { op: 'activation'; activation: 'relu' | 'relu6' | 'softmax' | 'sigmoid' | 'tanh' | 'elu' }
  | ({ op: 'maxPool' | 'averagePool' } & Window)
  | { op: 'globalAveragePool' }
  | { op: 'globalMaxPool' }
  | { op: 'flatten' }
  | { op: 'concatenate' }
  /** Zeros before and after: rows, columns and channels. */
  | { op: 'pad'; padding: [[number, number], [number, number], [number, number]] }
  /** The sum of the first input and `scale` times each of the others. */
  | { op: 'add'; scale: number; activation: FusedActivation };

/** An operation and where it stands. */
export interface Step {
  id: string;
  inputs: string[];
  operation: Operation;
}

/** A model made ready for inference: batch normalisations are folded into the operations before them. */
export interface Program {
  steps: Step[];
  input: { id: string; shape: (number | null)[] };
  output: { id: string; shape: (number | null)[] };
}
