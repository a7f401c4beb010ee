import os from 'node:os';

/** What the figures were measured on, in words. */
export function machine() {
  const [processor] = os.cpus();
  const memory = Math.round(os.totalmem() / 2 ** 30);
  return `${processor?.model.trim()}, ${os.availableParallelism()} cores, ${memory} GiB, Node ${process.versions.node}, ${os.platform()}`;
}
