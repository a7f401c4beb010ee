/** Whole numbers close to `quotas` that add up to `total`: rounded down, the largest remainders rounded up. */
export function apportion(quotas: readonly number[], total: number): number[] {
  const shares = quotas.map(Math.trunc);
  const byRemainder = quotas
    .map((quota, i) => ({ i, remainder: quota - Math.trunc(quota) }))
    .sort((a, b) => b.remainder - a.remainder);
  let left = total - shares.reduce((sum, share) => sum + share, 0);
  for (const { i } of byRemainder) {
    if (left-- <= 0) break;
    shares[i] = (shares[i] as number) + 1;
  }
  return shares;
}
