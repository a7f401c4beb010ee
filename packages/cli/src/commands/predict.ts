import { type Command, Option } from 'commander';
import { type ComputeOptions, createComputeCommand } from '../command-line/create-command';
import { type EngineChoice, engineOption } from '../command-line/engine-option';
import { integer } from '../command-line/parsers';

/** The options of `imgclf predict`. */
export interface PredictOptions extends ComputeOptions {
  top: number;
  engine: EngineChoice;
}

/** `imgclf predict`. */
export function predictCommand(): Command {
  return createComputeCommand({
    usage: 'predict <model> <files...>',
    description: 'Says what pictures show. Files may be folders: all images in them are taken.',
    examples: ['predict runs/flowers rose.jpg', 'predict runs/flowers photos --top 3 --json'],
  })
    .addOption(
      new Option('--top <n>', 'classes to name for each picture').default(5).argParser(integer(1, 1000)),
    )
    .addOption(engineOption())
    .action(async (model: string, paths: string[], options: PredictOptions) => {
      const { predict } = await import('../actions/predict');
      await predict(model, paths, options);
    });
}
