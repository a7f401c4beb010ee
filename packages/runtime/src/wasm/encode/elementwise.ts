import type {
  AddCall,
  AddScaledCall,
  FillCall,
  FusedActivation,
  MultiplyCall,
  ReluGradCall,
} from '../kernel-calls';
import type { Pointer } from '../wasm-kernels';
import { Command, checkSizes } from './command';
import { ELEMENTS_CHUNK, KERNEL } from './kernel-numbers';

type ElementCall = AddCall | AddScaledCall | FillCall | MultiplyCall | ReluGradCall;

/** An elementwise kernel as a command. */
export function encodeElementwise(call: ElementCall): Command {
  switch (call.kernel) {
    case 'reluGrad':
      return encode(KERNEL.activationGrad, {
        ...call,
        a: call.dy,
        b: call.y,
        output: call.dx,
        activation: call.activation ?? 'relu',
      });
    case 'multiply':
      return encode(KERNEL.multiply, call);
    case 'add':
      return encode(KERNEL.add, call);
    case 'addScaled':
      return encode(KERNEL.addScaled, { ...call, a: call.x, b: call.y, output: call.y, value: call.alpha });
    case 'fill':
      return encode(KERNEL.fill, { ...call, a: call.output, b: call.output });
  }
}

interface Operands {
  a: Pointer;
  b: Pointer;
  output: Pointer;
  length: number;
  activation?: FusedActivation;
  value?: number;
}

function encode(kernel: number, { a, b, output, length, activation, value = 0 }: Operands): Command {
  checkSizes({ length });
  return new Command(kernel)
    .integers(length)
    .pointer('a', a, length)
    .pointer('b', b, length)
    .pointer('output', output, length)
    .activation(activation)
    .float(value)
    .needs({ chunks: [length / ELEMENTS_CHUNK] });
}
