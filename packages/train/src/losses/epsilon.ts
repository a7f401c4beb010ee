/** Keras's `backend.epsilon()`, on every backend: TensorFlow.js's own is 1e-4 where floats have 16 bits. */
export const EPSILON = 1e-7;
