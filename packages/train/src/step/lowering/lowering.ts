import type { LayerVariable } from '@tensorflow/tfjs-layers';
import type { Layer } from '../graph/layer';
import type { ValueId } from '../program/operation';
import type { ProgramBuilder } from '../program/program-builder';

/** A layer call on its way into a program. */
export interface Lowering {
  builder: ProgramBuilder;
  layer: Layer;
  /** The layer's settings, as it saves them. */
  config: Readonly<Record<string, unknown>>;
  inputs: readonly ValueId[];
  /** Whether nothing else takes the first input, so that this layer may be merged into what makes it. */
  only: boolean;
  /** Leave the layer's final activation out, because the loss takes the logits. */
  withoutActivation: boolean;
}

/** Adds a layer's operations to the program; undefined where it has settings that programs do not cover. */
export type Lower = (lowering: Lowering) => ValueId | undefined;

/** A layer's weight by the name of its field. */
export function weightOf(layer: Layer, field: string): LayerVariable | undefined {
  const fields = layer as unknown as Readonly<Record<string, LayerVariable | null | undefined>>;
  return fields[field] ?? undefined;
}

/** A layer's weight as a value of the program, where it has one. */
export function variableOf({ builder, layer }: Lowering, field: string): ValueId | undefined {
  const weight = weightOf(layer, field);
  return weight === undefined ? undefined : builder.variable(weight);
}
