import { cpus } from 'node:os';

/** The processor's name, for people. */
export function processorName(): string {
  return cpus()[0]?.model.trim() || process.arch;
}
