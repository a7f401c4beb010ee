import type { Command } from 'commander';
import { type ComputeOptions, createComputeCommand } from '../command-line/create-command';
import { type EngineChoice, engineOption } from '../command-line/engine-option';

/** The options of `imgclf evaluate`. */
export interface EvaluateOptions extends ComputeOptions {
  engine: EngineChoice;
}

/** `imgclf evaluate`. */
export function evaluateCommand(): Command {
  return createComputeCommand({
    usage: 'evaluate <model> <folder>',
    description: 'Measures a classifier on a folder with one subfolder of images for each class.',
    examples: ['evaluate runs/flowers flowers/test', 'evaluate runs/flowers flowers/test --json'],
  })
    .addOption(engineOption())
    .action(async (model: string, folder: string, options: EvaluateOptions) => {
      const { evaluate } = await import('../actions/evaluate');
      await evaluate(model, folder, options);
    });
}
