import { Command, chunksOf } from './command';
import { Control } from './control';
import { runChunk } from './dispatch';
import { runPhase, workForever } from './threads';

/** Runs `count` commands that lie one after the other at `program`, on this thread and the workers. */
export function run(address: usize, program: usize, count: i32): void {
  const control = changetype<Control>(address);
  let at = program;
  for (let i = 0; i < count; i++) {
    const command = changetype<Command>(at);
    for (let phase = 0; phase < command.phases; phase++) {
      const chunks = chunksOf(command, phase);
      if (ASC_FEATURE_THREADS) runPhase(control, command, phase, chunks);
      else runAlone(control, command, phase, chunks);
    }
    at += <usize>command.bytes;
  }
}

function runAlone(control: Control, command: Command, phase: i32, chunks: i32): void {
  control.command = changetype<usize>(command);
  control.phase = phase;
  for (let i = 0; i < chunks; i++) runChunk(control, i, 0);
}

/** What a worker thread calls once. It returns only from the module without threads. */
export function work(address: usize, thread: i32): void {
  if (ASC_FEATURE_THREADS) workForever(address, thread);
}
