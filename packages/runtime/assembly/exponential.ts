// After Cephes (S. Moshier, expf and logf): both within two units in the last place.

const LOG2_E: f32 = <f32>Math.LOG2E;
const LN_2_HIGH: f32 = 0.693359375;
const LN_2_LOW: f32 = -2.1219444e-4;
/** Below it the result is no normal float: taken as 0. */
const LEAST: f32 = -87.33654;
/** Above it the result is infinite. */
const MOST: f32 = 88.72283;

/** e to the power of four floats. */
export function exp(x: v128): v128 {
  const clamped = f32x4.pmin(f32x4.pmax(x, f32x4.splat(LEAST)), f32x4.splat(MOST));
  const n = f32x4.floor(f32x4.add(f32x4.mul(clamped, f32x4.splat(LOG2_E)), f32x4.splat(0.5)));
  let r = f32x4.sub(clamped, f32x4.mul(n, f32x4.splat(LN_2_HIGH)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(LN_2_LOW)));
  let y = step(f32x4.splat(1.98756915e-4), r, 1.3981999507e-3);
  y = step(y, r, 8.3334519073e-3);
  y = step(y, r, 4.1665795894e-2);
  y = step(y, r, 1.6666665459e-1);
  y = step(y, r, 5.0000001201e-1);
  y = f32x4.add(f32x4.add(f32x4.mul(f32x4.mul(y, r), r), r), f32x4.splat(1));
  // Two factors, because 2^128 is no float.
  const half = i32x4.shr_s(i32x4.trunc_sat_f32x4_s(n), 1);
  const rest = i32x4.sub(i32x4.trunc_sat_f32x4_s(n), half);
  const power = f32x4.mul(f32x4.mul(y, powerOf2(half)), powerOf2(rest));
  return v128.andnot(power, f32x4.lt(x, f32x4.splat(LEAST)));
}

function step(y: v128, r: v128, coefficient: f32): v128 {
  return f32x4.add(f32x4.mul(y, r), f32x4.splat(coefficient));
}

function powerOf2(exponent: v128): v128 {
  return i32x4.shl(i32x4.add(exponent, i32x4.splat(127)), 23);
}

/** The natural logarithm of a positive normal float. */
export function log(x: f32): f32 {
  const bits = reinterpret<i32>(x);
  let exponent = (bits >> 23) - 126;
  let m = reinterpret<f32>((bits & 0x007fffff) | 0x3f000000);
  if (m < <f32>Math.SQRT1_2) {
    exponent--;
    m += m;
  }
  m -= 1;
  const z = m * m;
  let y: f32 = 7.0376836292e-2;
  y = y * m - 1.151461031e-1;
  y = y * m + 1.167699874e-1;
  y = y * m - 1.2420140846e-1;
  y = y * m + 1.4249322787e-1;
  y = y * m - 1.6668057665e-1;
  y = y * m + 2.0000714765e-1;
  y = y * m - 2.4999993993e-1;
  y = y * m + 3.3333331174e-1;
  const e = <f32>exponent;
  const low = y * m * z + LN_2_LOW * e - z * <f32>0.5;
  return m + low + LN_2_HIGH * e;
}
