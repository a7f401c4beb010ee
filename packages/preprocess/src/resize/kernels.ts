/** A filter: how much an input pixel counts by its distance, in pixels, from the output pixel's centre. */
interface Kernel {
  /** Beyond this distance the weight is 0. */
  readonly radius: number;
  readonly weight: (distance: number) => number;
}

/** TensorFlow's filters. They are not widened when shrinking: nothing is antialiased. */
export const kernels = {
  lanczos3: { radius: 3, weight: lanczos(3) },
  lanczos5: { radius: 5, weight: lanczos(5) },
  /** Standard deviation 0.5. */
  gaussian: { radius: 1.5, weight: (x) => (Math.abs(x) >= 1.5 ? 0 : Math.exp(-2 * x * x)) },
  mitchellcubic: { radius: 2, weight: cubic(1 / 3, 1 / 3) },
  /** Keys's cubic, a = -0.5: bicubic. */
  keys: { radius: 2, weight: cubic(0, 0.5) },
} satisfies Record<string, Kernel>;

function lanczos(radius: number): Kernel['weight'] {
  return (x) => {
    if (Math.abs(x) > radius) return 0;
    if (Math.abs(x) < 1e-3) return 1;
    return (radius * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / radius)) / (Math.PI * x) ** 2;
  };
}

/** The family of Mitchell and Netravali. */
function cubic(b: number, c: number): Kernel['weight'] {
  return (distance) => {
    const x = Math.abs(distance);
    if (x >= 2) return 0;
    if (x >= 1)
      return (((-b - 6 * c) * x + (6 * b + 30 * c)) * x * x + (-12 * b - 48 * c) * x + 8 * b + 24 * c) / 6;
    return (((12 - 9 * b - 6 * c) * x + (-18 + 12 * b + 6 * c)) * x * x + 6 - 2 * b) / 6;
  };
}
