import { Option } from 'commander';

/** What may run a model: see `createEngine` of `@imgclf/models/node`. */
export type EngineChoice = 'auto' | 'onnxruntime' | 'fused' | 'layers';

/** `--engine`, of the commands that use a saved classifier. */
export function engineOption(): Option {
  return new Option('--engine <name>', 'what runs the model; "auto" is the fastest that can')
    .default('auto')
    .choices(['auto', 'onnxruntime', 'fused', 'layers'] satisfies EngineChoice[]);
}
