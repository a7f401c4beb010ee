/** Numbers of the activations that kernels apply to their results. */
export const LINEAR = 0;
export const RELU = 1;
export const RELU6 = 2;

/** The activation of four values; NaN stays NaN. */
export function activate(x: v128, kind: i32): v128 {
  if (kind === LINEAR) return x;
  const positive = f32x4.pmax(x, f32x4.splat(0));
  return kind === RELU ? positive : f32x4.pmin(positive, f32x4.splat(6));
}

/** The same for one value. */
export function activateOne(x: f32, kind: i32): f32 {
  return f32x4.extract_lane(activate(f32x4.splat(x), kind), 0);
}

/** All ones in the lanes where the gradient of the activation with output `y` is 1, zeros where it is 0. */
export function passes(y: v128, kind: i32): v128 {
  if (kind === LINEAR) return i32x4.splat(-1);
  const positive = f32x4.gt(y, f32x4.splat(0));
  return kind === RELU ? positive : v128.and(positive, f32x4.lt(y, f32x4.splat(6)));
}
