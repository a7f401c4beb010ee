/** Names layers as Keras does in a fresh process: `dense`, `dense_1`, `dense_2`. */
export function autoNames(): (kind: string) => string {
  const used = new Map<string, number>();
  return (kind) => {
    const count = used.get(kind) ?? 0;
    used.set(kind, count + 1);
    return count === 0 ? kind : `${kind}_${count}`;
  };
}
