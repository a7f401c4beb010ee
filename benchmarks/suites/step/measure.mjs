import { answer } from '../../lib/answer.mjs';

/**
 * Answers `{ steps }` with the time of one step, in wall-clock and processor milliseconds, and the process's peak and
 * present resident set in MiB.
 *
 * @param {() => Promise<unknown> | unknown} step takes one step and waits until its loss is known
 */
export async function measureSteps(step) {
  await answer(async ({ steps }) => {
    const processor = process.cpuUsage();
    const start = performance.now();
    for (let at = 0; at < steps; at++) await step();
    const wall = performance.now() - start;
    const { user, system } = process.cpuUsage(processor);
    return {
      wall: wall / steps,
      processor: (user + system) / 1000 / steps,
      peak: process.resourceUsage().maxRSS / 1024,
      resident: process.memoryUsage().rss / 2 ** 20,
    };
  });
}
