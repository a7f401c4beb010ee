import type { AdamCall, MomentumCall, RmspropCall, SgdCall } from '../kernel-calls';
import type { Pointer } from '../wasm-kernels';
import { Command, checkSizes } from './command';
import { ELEMENTS_CHUNK, KERNEL } from './kernel-numbers';

type UpdateCall = SgdCall | MomentumCall | RmspropCall | AdamCall;

/** How many settings each optimiser reads. */
const SETTINGS = { sgd: 1, momentum: 2, rmsprop: 4, adam: 4 } as const;

/** An optimiser's step for one parameter as a command. */
export function encodeUpdate(call: UpdateCall): Command {
  const { length } = call;
  checkSizes({ length });
  const { m, v, mean, nesterov }: States = { nesterov: false, ...call };
  return new Command(KERNEL[call.kernel])
    .integers(length)
    .pointer('parameter', call.parameter, length)
    .pointer('gradient', call.gradient, length)
    .pointer('hyper', call.hyper, SETTINGS[call.kernel])
    .optionalPointer('m', m, length)
    .optionalPointer('v', v, length)
    .optionalPointer('mean', mean, length)
    .integers(Number(nesterov))
    .needs({ chunks: [length / ELEMENTS_CHUNK] });
}

interface States {
  m?: Pointer;
  v?: Pointer;
  mean?: Pointer;
  nesterov: boolean;
}
