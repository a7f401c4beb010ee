const longestTurnMs = 12;

/** When other tasks last had their turn: one clock for all calls, since they share one event loop. */
let lastTurn = performance.now();

/**
 * Lets timers, input and other tasks run when the last time it did so is more than 12 ms ago, and costs next to nothing
 * otherwise. Unlike `requestAnimationFrame` it does not wait for a screen, so that training goes on in a hidden tab.
 */
export function yieldToEventLoop(): Promise<void> | undefined {
  if (performance.now() - lastTurn < longestTurnMs) return undefined;
  return nextTask().then(() => {
    lastTurn = performance.now();
  });
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else viaMessage(resolve);
  });
}

/** A message to oneself: a task without the delay that browsers add to nested timers. */
function viaMessage(resolve: () => void): void {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resolve();
  };
  port2.postMessage(undefined);
}
