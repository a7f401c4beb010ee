import type { LayersModel } from '@tensorflow/tfjs-layers';
import { flatGraph } from './flat-graph';
import { fuseSteps } from './fuse-steps';
import { lowerLayer } from './lower-layer';
import type { Program, Step } from './program';

/**
 * Makes a program of a model for inference; the model stays as it is, and later changes to it do not reach the program.
 *
 * @param fold whether to merge batch normalisations and rectifiers into the operations before them
 * @throws {InvalidArgumentError} when the model has several inputs or outputs, or a layer that has no lowering
 */
export function compileProgram(model: LayersModel, { fold }: { fold: boolean }): Program {
  const graph = flatGraph(model);
  const results = new Map([[graph.input, graph.input]]);
  const steps: Step[] = [];
  for (const { id, layer, inputs } of graph.nodes) {
    let last = inputs.map((input) => results.get(input) as string);
    for (const [i, operation] of lowerLayer(layer).entries()) {
      const name = i === 0 ? id : `${id}/${operation.op}`;
      steps.push({ id: name, inputs: last, operation });
      last = [name];
    }
    results.set(id, last[0] as string);
  }
  const output = results.get(graph.output) as string;
  const fused = fold ? fuseSteps(steps, output) : { steps, output };
  const shapeOf = (tensors: LayersModel['inputs']) => tensors[0]?.shape ?? [];
  return {
    steps: fused.steps,
    input: { id: graph.input, shape: shapeOf(model.inputs) },
    output: { id: fused.output, shape: shapeOf(model.outputs) },
  };
}
