import { type Command, Option } from 'commander';
import { type CommonOptions, createCommand } from '../command-line/create-command';

/** The options of `imgclf inspect`. */
export interface InspectOptions extends CommonOptions {
  decode: boolean;
  labels: boolean;
}

/** `imgclf inspect`. */
export function inspectCommand(): Command {
  return createCommand({
    usage: 'inspect <folders...>',
    description:
      'Looks through images before training: class balance, sizes, formats, unreadable files, duplicates within and ' +
      'between folders.',
    examples: ['inspect flowers', 'inspect photos/train photos/validation --json'],
  })
    .addOption(
      new Option('--no-decode', 'read headers only: faster, finds no damaged pixels or near duplicates'),
    )
    .addOption(new Option('--no-labels', 'subfolders are not classes'))
    .action(async (folders: string[], options: InspectOptions) => {
      const { inspect } = await import('../actions/inspect');
      await inspect(folders, options);
    });
}
