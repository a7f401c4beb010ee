import { Control } from './control';
import { ActivationGrad, Add, AddScaled, eachElement, Fill, Multiply } from './elementwise';
import { Adam, Momentum, Rmsprop, Sgd } from './optimizers';

/** Runs one chunk of an elementwise kernel. The numbers are those of `KERNEL` on the TypeScript side. */
export function runElementKernel(control: Control, chunk: i32): void {
  const at = control.command;
  switch (load<i32>(at)) {
    case 48:
      eachElement(changetype<ActivationGrad>(at), chunk);
      break;
    case 49:
      eachElement(changetype<Multiply>(at), chunk);
      break;
    case 50:
      eachElement(changetype<Add>(at), chunk);
      break;
    case 51:
      eachElement(changetype<AddScaled>(at), chunk);
      break;
    case 52:
      eachElement(changetype<Fill>(at), chunk);
      break;
    case 56:
      eachElement(changetype<Sgd>(at), chunk);
      break;
    case 57:
      eachElement(changetype<Momentum>(at), chunk);
      break;
    case 58:
      eachElement(changetype<Rmsprop>(at), chunk);
      break;
    case 59:
      eachElement(changetype<Adam>(at), chunk);
      break;
    default:
      unreachable();
  }
}
