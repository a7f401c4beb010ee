import { Control } from './control';
import { Elementwise, elementwise } from './elementwise';
import { adam, momentum, rmsprop, sgd, Update } from './optimizers';

/** Runs one chunk of an elementwise kernel. The numbers are those of `KERNEL` on the TypeScript side. */
export function runElementKernel(control: Control, chunk: i32): void {
  const at = control.command;
  const update = changetype<Update>(at);
  switch (load<i32>(at)) {
    case 56:
      sgd(update, chunk);
      break;
    case 57:
      momentum(update, chunk);
      break;
    case 58:
      rmsprop(update, chunk);
      break;
    case 59:
      adam(update, chunk);
      break;
    default:
      elementwise(changetype<Elementwise>(at), chunk);
  }
}
