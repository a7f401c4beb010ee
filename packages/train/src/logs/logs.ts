/** Results under Keras's key names, such as `loss`, `accuracy` and `val_loss`. */
export type Logs = Record<string, number>;

/** The same logs with the keys in alphabetical order, as Keras hands them to callbacks. */
export function sortedLogs(logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).sort(([a], [b]) => (a < b ? -1 : 1)));
}
