import { Command } from './command';
import { Control } from './control';
import { runChunk } from './dispatch';

// In each phase all threads take chunks until none are left. A worker that sleeps or is held up delays nobody: only
// chunks that were taken are waited for. The ticket names the phase along with its next chunk, so that a late worker
// cannot take a chunk of one phase for that of another.

const CHUNK_BITS = 20;
const CHUNK_MASK: i64 = (1 << CHUNK_BITS) - 1;
const PHASE: i64 = 1 << (2 * CHUNK_BITS);

/** How often a thread looks for work, or for the end of it, before it sleeps: some 150 microseconds. */
const SPINS = 60_000;

const DONE = offsetof<Control>('done');
const WAKE = offsetof<Control>('wake');
const SLEEPERS = offsetof<Control>('sleepers');
const MAIN_SLEEPS = offsetof<Control>('mainSleeps');
const FAILED = offsetof<Control>('failed');

/** Runs one phase on all threads that are awake and returns when it is done. */
export function runPhase(control: Control, command: Command, phase: i32, chunks: i32): void {
  const at = changetype<usize>(control);
  control.command = changetype<usize>(command);
  control.phase = phase;
  atomic.store<i32>(at, 0, DONE);
  const serial = (atomic.load<i64>(at) & ~(PHASE - 1)) + PHASE;
  atomic.store<i64>(at, serial | ((<i64>chunks) << CHUNK_BITS));
  if (chunks > 1 && atomic.load<i32>(at, SLEEPERS) > 0) {
    atomic.add<i32>(at, 1, WAKE);
    atomic.notify(at + WAKE, -1);
  }
  while (runNext(control, 0)) {}
  awaitDone(control, chunks);
}

/** Takes a chunk of the current phase and runs it. Returns false when there is none. */
function runNext(control: Control, thread: i32): bool {
  const at = changetype<usize>(control);
  const ticket = atomic.load<i64>(at);
  const next = ticket & CHUNK_MASK;
  const chunks = (ticket >> CHUNK_BITS) & CHUNK_MASK;
  if (next >= chunks) return false;
  if (atomic.cmpxchg<i64>(at, ticket, ticket + 1) !== ticket) return true;
  runChunk(control, <i32>next, thread);
  const done = atomic.add<i32>(at, 1, DONE) + 1;
  if (done === <i32>chunks && atomic.load<i32>(at, MAIN_SLEEPS)) atomic.notify(at + DONE, 1);
  return true;
}

/** Waits for the chunks that other threads took; traps when one of them has. */
function awaitDone(control: Control, chunks: i32): void {
  const at = changetype<usize>(control);
  let spins = 0;
  while (true) {
    const done = atomic.load<i32>(at, DONE);
    if (done === chunks) return;
    if (++spins < SPINS) continue;
    if (atomic.load<i32>(at, FAILED)) unreachable();
    spins = 0;
    if (!control.mainMaySleep) continue;
    atomic.store<i32>(at, 1, MAIN_SLEEPS);
    atomic.wait<i32>(at + DONE, done, 1_000_000);
    atomic.store<i32>(at, 0, MAIN_SLEEPS);
  }
}

/** A worker's life: it runs chunks, spins a while for more, and sleeps until woken. It ends with the process or the page. */
export function workForever(address: usize, thread: i32): void {
  const control = changetype<Control>(address);
  let spins = 0;
  while (true) {
    if (runNext(control, thread)) spins = 0;
    else if (++spins > SPINS) {
      sleep(address);
      spins = 0;
    }
  }
}

/** Sleeps until the next wake-up, unless there is work already. */
function sleep(address: usize): void {
  const wake = atomic.load<i32>(address, WAKE);
  atomic.add<i32>(address, 1, SLEEPERS);
  const ticket = atomic.load<i64>(address);
  const idle = (ticket & CHUNK_MASK) >= ((ticket >> CHUNK_BITS) & CHUNK_MASK);
  if (idle) atomic.wait<i32>(address + WAKE, wake, -1);
  atomic.sub<i32>(address, 1, SLEEPERS);
}
