/**
 * Times workloads in a worker: answers `{ name, steps }` with the milliseconds of one step.
 *
 * @param {Record<string, () => Promise<() => Promise<unknown>>>} makers make what one step runs, when it is first asked for
 */
export function measuring(makers) {
  const ready = {};
  globalThis.onmessage = async ({ data: { name, steps } }) => {
    try {
      ready[name] ??= await makers[name]();
      const start = performance.now();
      for (let at = 0; at < steps; at++) await ready[name]();
      postMessage((performance.now() - start) / steps);
    } catch ({ message }) {
      postMessage({ failed: message });
    }
  };
  postMessage('ready');
}
