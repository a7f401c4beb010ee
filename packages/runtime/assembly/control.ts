/** What the threads share, at the address the TypeScript side gives; see threads.ts. Zeroed before use. */
@unmanaged
export class Control {
  /** The phase being worked on: serial << 40 | chunks << 20 | next chunk. */
  ticket: i64;
  /** Chunks of this phase that are finished. */
  done: i32;
  /** Counts wake-ups, for sleeping workers to wait on. */
  wake: i32;
  /** Workers that sleep or are about to. */
  sleepers: i32;
  /** 1 while the main thread sleeps until the last chunk is done. */
  mainSleeps: i32;
  /** 1 after a worker has trapped. */
  failed: i32;
  /** The command being worked on. */
  command: usize;
  phase: i32;
  /** Scratch memory that all threads see; its contents last for one command. */
  shared: usize;
  /** Scratch memory of each thread: `local + thread * localBytes`. */
  local: usize;
  localBytes: usize;
  /** Whether the main thread may sleep (not in a browser's main thread). */
  mainMaySleep: i32;
}
