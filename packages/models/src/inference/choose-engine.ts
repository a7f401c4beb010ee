import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import * as v from 'valibot';
import { checkInput } from './check-input';
import type { EngineCore, EngineName, InferenceEngine } from './inference-engine';

/** What makes each engine that an environment has. */
export type EngineMakers = Partial<
  Record<EngineName, (model: LayersModel) => EngineCore | Promise<EngineCore>>
>;

const schema = v.strictObject({ engine: v.optional(v.string()) });

/**
 * Makes the engine that was asked for, or the first that can run the model.
 *
 * @param order the engines to try where none was asked for, the last one of which takes every model
 * @throws {InvalidArgumentError} when an option is wrong or there is no engine of that name; and what it fails with
 */
export async function chooseEngine(
  model: LayersModel,
  options: { engine?: EngineName },
  { makers, order }: { makers: EngineMakers; order: readonly EngineName[] },
): Promise<InferenceEngine> {
  const engine = parseOptions(schema, options).engine as EngineName | undefined;
  const make = async (name: EngineName) => {
    const maker = Object.hasOwn(makers, name) ? makers[name] : undefined;
    if (maker !== undefined) return checked(await maker(model), model);
    const allowed = `one of ${Object.keys(makers).join(', ')}`;
    throw new InvalidArgumentError({ argument: 'engine', allowed, received: name });
  };
  if (engine !== undefined) return { name: engine, passedOver: [], ...(await make(engine)) };
  const passedOver: { name: EngineName; reason: string }[] = [];
  for (const name of order.slice(0, -1)) {
    try {
      return { name, passedOver, ...(await make(name)) };
    } catch (error) {
      passedOver.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const last = order.at(-1) as EngineName;
  return { name: last, passedOver, ...(await make(last)) };
}

/** Refuses batches that do not fit the model, in the same way on every engine. */
function checked({ predict, dispose }: EngineCore, model: LayersModel): EngineCore {
  const shape = model.inputs[0]?.shape ?? [];
  return {
    async predict(x) {
      checkInput(x, shape);
      return predict(x);
    },
    dispose,
  };
}
