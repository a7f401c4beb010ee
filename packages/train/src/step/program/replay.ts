import type { Operation, ValueId } from './operation';
import { readsOf, writesOf } from './operation-fields';
import { rootOf } from './plan-buffers';
import type { Program } from './program';

/** A program's operations made ready to run one after the other. */
export interface Replay {
  forward: readonly (() => void)[];
  backward: readonly (() => void)[];
}

/**
 * Prepares the operations of a program, and lets go of each value after the operation that needs it last. The output
 * and the gradients of weights stay.
 *
 * @param free lets go of a value, given by its root
 */
export function replay(
  program: Program,
  prepare: (operation: Operation) => () => void,
  free: (id: ValueId) => void,
): Replay {
  const lasts = lastUses(program);
  const prepareWithFrees = (operation: Operation) => {
    const run = prepare(operation);
    const done = lasts.get(operation) ?? [];
    return () => {
      run();
      for (const id of done) free(id);
    };
  };
  return {
    forward: program.forward.map(prepareWithFrees),
    backward: program.backward.map(prepareWithFrees),
  };
}

/** The temporary values that each operation is the last to read or write. */
function lastUses(program: Program): Map<Operation, ValueId[]> {
  const kept = [program.output, ...program.gradients.map(({ gradient }) => gradient)];
  const keptRoots = new Set(kept.map((id) => rootOf(program, id)));
  const lasts = new Map<ValueId, Operation>();
  for (const operation of [...program.forward, ...program.backward]) {
    for (const id of [...readsOf(operation), ...writesOf(operation)])
      lasts.set(rootOf(program, id), operation);
  }
  const freed = new Map<Operation, ValueId[]>();
  for (const [id, operation] of lasts) {
    const { kind } = program.values[id] ?? {};
    if (keptRoots.has(id) || (kind !== 'temporary' && kind !== 'places')) continue;
    freed.set(operation, [...(freed.get(operation) ?? []), id]);
  }
  return freed;
}
