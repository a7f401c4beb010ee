import type { ValueId } from '../program/operation';
import { activate, knownActivation } from './activation';
import { type Lowering, variableOf } from './lowering';

/** A Dense layer on vectors. */
export function lowerDense(lowering: Lowering): ValueId | undefined {
  const { builder, config, inputs, withoutActivation } = lowering;
  const [x = -1] = inputs;
  const filter = variableOf(lowering, 'kernel');
  const bias = variableOf(lowering, 'bias');
  const activation = withoutActivation ? 'linear' : config.activation;
  const [rows, inner, ...more] = builder.shape(x);
  if (filter === undefined || rows === undefined || inner === undefined || more.length > 0) return undefined;
  if (!knownActivation(activation)) return undefined;
  const columns = builder.shape(filter)[1] ?? 0;
  const output = builder.temporary([rows, columns]);
  builder.forward({
    kernel: 'matMul',
    a: x,
    b: filter,
    ...(bias === undefined ? {} : { bias }),
    output,
    rows,
    columns,
    inner,
  });
  return activate(builder, output, { activation, merge: true });
}
