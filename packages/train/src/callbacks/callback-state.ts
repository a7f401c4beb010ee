/** A JSON value; numbers may be NaN or infinite. */
export type StateValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly StateValue[]
  | { readonly [key: string]: StateValue };

/** What a callback must remember to go on as if training had never stopped. */
export interface CallbackState {
  values: { readonly [key: string]: StateValue };
  /** Large arrays, such as weights, which are kept in binary. */
  arrays?: readonly Float32Array[];
}
