import { createInterface } from 'node:readline';

/**
 * The other end of a `Side`: answers each request with what `handle` returns, one after the other, until the input ends.
 *
 * @param {(request: any) => Promise<object> | object} handle
 */
export async function answer(handle) {
  for await (const line of createInterface({ input: process.stdin })) {
    const result = await Promise.resolve(handle(JSON.parse(line))).catch((error) => ({
      failed: error.message,
    }));
    process.stdout.write(`${JSON.stringify(result)}\n`);
  }
  process.exit(0);
}
