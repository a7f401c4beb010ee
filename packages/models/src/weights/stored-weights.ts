/** An array of weights in a file, not read yet. */
export interface StoredWeight {
  name: string;
  shape: readonly number[];
  read(): Float32Array;
}

/** The weights that a file holds for one layer (a model within the model is one layer), in their order. */
export interface StoredLayer {
  name: string;
  weights: StoredWeight[];
}
