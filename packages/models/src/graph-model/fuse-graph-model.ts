import { InvalidFileError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { fuseSteps } from '../inference/fuse-steps';
import { FusedModel } from '../inference/fused-model';
import type { Program, Step } from '../inference/program';
import { lowerNode } from './lower-node';
import { type Graph, type GraphModelFiles, type GraphNode, readGraphModel } from './read-graph-model';

/** Options of {@link fuseGraphModel}. */
export interface FuseGraphModelOptions {
  /** The nodes whose results are wanted. `predict` gives `[batch, values]`: their values one after the other. */
  outputs: readonly string[];
}

const names = 'a list of at least one name';
const schema = v.strictObject({ outputs: v.pipe(v.array(v.string(), names), v.minLength(1, names)) });

/**
 * Makes a TensorFlow.js graph model fast for inference, as `fuse` does with a layers model; `@tensorflow/tfjs-converter` is
 * not needed. Graphs are of convolutions, max poolings, sums, rectifiers and paddings, with one input.
 *
 * @returns a fused model that the caller owns
 * @throws {InvalidArgumentError} when an option is wrong
 * @throws {InvalidFileError} when the files are damaged or do not fit each other, or a node is of another kind
 * @example
 * const model = fuseGraphModel({ json, weights, file: 'blazeface.json' }, { outputs: ['Identity', 'Identity_1'] });
 */
export function fuseGraphModel(files: GraphModelFiles, options: FuseGraphModelOptions): FusedModel {
  const { outputs } = parseOptions(schema, options);
  const { file } = files;
  const graph = readGraphModel(files);
  const placeholders = graph.nodes.filter(({ op }) => op === 'Placeholder');
  const [input, ...others] = placeholders;
  if (input === undefined || others.length > 0) {
    throw new InvalidFileError({
      file,
      message: `${file} has ${placeholders.length} inputs rather than one.`,
    });
  }
  const steps = lowerGraph(graph, { input, outputs, file });
  return new FusedModel(programOf(steps, input));
}

const joined = 'outputs';

function lowerGraph(
  graph: Graph,
  { input, outputs, file }: { input: GraphNode; outputs: readonly string[]; file: string },
): Step[] {
  const results = new Map([[input.name, input.name]]);
  const resultOf = (name: string) => {
    const result = results.get(name);
    if (result !== undefined) return result;
    throw new InvalidFileError({ file, message: `${file} has no ${name}, or not before it is needed.` });
  };
  const steps: Step[] = [];
  for (const node of graph.nodes) {
    if (node.op === 'Const' || node === input) continue;
    const inputs = node.input.filter((name) => !graph.constants.has(name)).map(resultOf);
    const operation = lowerNode(node, graph, file);
    if (operation !== undefined) steps.push({ id: node.name, inputs, operation });
    results.set(node.name, operation === undefined ? resultOf(node.input[0] ?? '') : node.name);
  }
  const flat = outputs.map(
    (name): Step => ({
      id: `${joined}/${name}`,
      inputs: [resultOf(name)],
      operation: { op: 'flatten' },
    }),
  );
  return [
    ...steps,
    ...flat,
    { id: joined, inputs: flat.map(({ id }) => id), operation: { op: 'concatenate' } },
  ];
}

/** The batch is left open, whatever the graph says. */
function programOf(steps: Step[], input: GraphNode): Program {
  const sizes = input.attr.shape?.shape?.dim.map(({ size }) => (size < 0 ? null : size)) ?? [];
  return {
    steps: fuseSteps(steps, joined).steps,
    input: { id: input.name, shape: [null, ...sizes.slice(1)] },
    output: { id: joined, shape: [null, null] },
  };
}
