import { InvalidArgumentError } from '@imgclf/runtime';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { isModel } from '../weights/keras-layers';

/** A call of a layer within a model: what it is called with and what to call its result. */
export interface GraphNode {
  /** Unique in the graph. */
  id: string;
  layer: layers.Layer;
  /** Results of other nodes. */
  inputs: string[];
}

/** A model as a list of calls, each after those it needs. Models within the model are taken apart. */
export interface FlatGraph {
  nodes: GraphNode[];
  input: string;
  output: string;
}

interface LayerJson {
  class_name: string;
  config: { name: string; layers?: LayerJson[]; output_layers?: [string, number, number][] };
  inbound_nodes?: [string, number, number][][];
}

/**
 * Takes a model with one input and one output apart.
 * @throws {InvalidArgumentError} when it has several, or a layer is called more than once
 */
export function flatGraph(model: LayersModel): FlatGraph {
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    refuse('a model with one input and one output', model.name);
  }
  const nodes: GraphNode[] = [];
  const output = addModel(nodes, model, {
    json: model.toJSON(null, false) as unknown as LayerJson,
    prefix: '',
    input: 'input',
  });
  return { nodes, input: 'input', output };
}

/** Adds the layers of a model that is called with the result `input`; says what its own result is called. */
function addModel(
  nodes: GraphNode[],
  model: LayersModel,
  { json, prefix, input }: { json: LayerJson; prefix: string; input: string },
): string {
  const { layers: list = [], output_layers: outputs } = json.config;
  const results = new Map<string, string>();
  let last = input;
  for (const described of list) {
    const { name } = described.config;
    if (described.class_name === 'InputLayer') {
      results.set(name, input);
      continue;
    }
    const layer = model.layers.find((candidate) => candidate.name === name) as layers.Layer;
    const inputs =
      outputs === undefined ? [last] : calledWith(described).map((from) => results.get(from) as string);
    last = addLayer(nodes, layer, { described, id: `${prefix}${name}`, inputs });
    results.set(name, last);
  }
  return outputs === undefined ? last : (results.get(outputs[0]?.[0] as string) as string);
}

function addLayer(
  nodes: GraphNode[],
  layer: layers.Layer,
  { described, id, inputs }: { described: LayerJson; id: string; inputs: string[] },
): string {
  if (isModel(layer)) {
    return addModel(nodes, layer, { json: described, prefix: `${id}/`, input: inputs[0] as string });
  }
  nodes.push({ id, layer, inputs });
  return id;
}

function calledWith({ config, inbound_nodes: calls = [] }: LayerJson): string[] {
  if (calls.length !== 1) refuse('a model that calls each of its layers once', config.name);
  return (calls[0] ?? []).map(([from]) => from);
}

function refuse(allowed: string, received: string): never {
  throw new InvalidArgumentError({ argument: 'model', allowed, received });
}
