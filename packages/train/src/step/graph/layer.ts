import type { SymbolicTensor } from '@tensorflow/tfjs-layers';

/** A TensorFlow.js layer; the package exports only factories, not the class. */
export type Layer = SymbolicTensor['sourceLayer'];
