import { Transform } from 'node:stream';
import type { EntryGuard } from './extract-limits';

/** Passes bytes through and counts them against an archive's limits. */
export function counting(guard: EntryGuard): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        guard.count(chunk.length);
        done(null, chunk);
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
