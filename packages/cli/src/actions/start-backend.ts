import { initBackend } from '@imgclf/runtime/node';
import type { ComputeOptions } from '../command-line/create-command';
import type { Output } from '../command-line/output';

/** Starts the backend that a command computes on. */
export async function startBackend({ backend }: ComputeOptions, output: Output) {
  const info = await initBackend(backend === undefined ? {} : { backend });
  output.note(`Backend: ${info.name} on ${info.device}, ${info.threads} thread(s)`);
  return info;
}
