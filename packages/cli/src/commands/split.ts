import { type Command, InvalidArgumentError, Option } from 'commander';
import { type CommonOptions, createCommand } from '../command-line/create-command';
import { integer } from '../command-line/parsers';

/** The options of `imgclf split`. */
export interface SplitOptions extends CommonOptions {
  out: string;
  ratios: Record<string, number>;
  seed: number;
  by: 'copy' | 'link' | 'move';
  stratify: boolean;
}

/** `imgclf split`. */
export function splitCommand(): Command {
  return createCommand({
    usage: 'split <folder>',
    description:
      'Splits a folder of classes into folders for training, validation and test. Overwrites nothing.',
    examples: ['split photos --out split', 'split photos --out split --ratios train=0.7,test=0.3 --by link'],
  })
    .addOption(new Option('--out <folder>', 'where the parts go').makeOptionMandatory())
    .addOption(
      new Option('--ratios <list>', 'the parts and their shares')
        .default({ train: 0.8, validation: 0.1, test: 0.1 }, 'train=0.8,validation=0.1,test=0.1')
        .argParser(ratios),
    )
    .addOption(
      new Option('--by <way>', 'how files get there').choices(['copy', 'link', 'move']).default('copy'),
    )
    .addOption(new Option('--no-stratify', 'do not split every class in the same proportion'))
    .addOption(
      new Option('--seed <n>', 'what the order is drawn from').default(0).argParser(integer(0, 0xffffffff)),
    )
    .action(async (folder: string, options: SplitOptions) => {
      const { split } = await import('../actions/split');
      await split(folder, options);
    });
}

function ratios(text: string): Record<string, number> {
  const parts = text.split(',').map((part) => part.split('='));
  if (parts.every(([name, share]) => name && share && Number.isFinite(Number(share))))
    return Object.fromEntries(parts.map(([name, share]) => [name, Number(share)]));
  throw new InvalidArgumentError('It must be a list such as train=0.8,test=0.2.');
}
