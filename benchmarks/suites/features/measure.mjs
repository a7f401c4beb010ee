/**
 * Runs something once: how long it took, in wall-clock and processor milliseconds.
 *
 * @param {() => Promise<unknown>} run
 */
export async function measure(run) {
  const processor = process.cpuUsage();
  const start = performance.now();
  await run();
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(processor);
  return { wall, processor: (user + system) / 1000 };
}

/**
 * Answers requests for one task of a side.
 *
 * @param {object} tasks
 * @param {() => Promise<unknown>} tasks.backbone computes one batch; asked for as `{ steps }`
 * @param {(images: number) => Promise<unknown>} tasks.folder computes a folder's features; asked for as `{ images }`
 */
export function answering({ backbone, folder }) {
  return ({ steps, images }) =>
    measure(async () => {
      if (images !== undefined) return folder(images);
      for (let at = 0; at < steps; at++) await backbone();
    });
}
