/** `1 - beta^step` as Keras has it, in 32-bit floats: the first steps of Adam show the difference. */
export function oneMinusPower(beta: number, step: number): number {
  return Math.fround(1 - Math.fround(Math.fround(beta) ** step));
}
