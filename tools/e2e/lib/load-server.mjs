/**
 * Sends a server many pictures, several at once.
 *
 * @param {URL} url where to send them
 * @param {{ pictures: Uint8Array[], requests: number, parallel: number }} options
 * @returns the times of the answers in milliseconds and how many there were of each status
 */
export async function loadServer(url, { pictures, requests, parallel }) {
  const times = [];
  const statuses = {};
  let next = 0;
  const worker = async () => {
    while (next < requests) {
      const body = pictures[next++ % pictures.length];
      const started = performance.now();
      const response = await fetch(url, { method: 'POST', body });
      await response.arrayBuffer();
      times.push(performance.now() - started);
      statuses[response.status] = (statuses[response.status] ?? 0) + 1;
    }
  };
  await Promise.all(Array.from({ length: parallel }, worker));
  times.sort((a, b) => a - b);
  const at = (share) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))]);
  return { requests: times.length, statuses, p50: at(0.5), p99: at(0.99) };
}
