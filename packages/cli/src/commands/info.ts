import type { Command } from 'commander';
import { type CommonOptions, createCommand } from '../command-line/create-command';

/** `imgclf info`. */
export function infoCommand(): Command {
  return createCommand({
    usage: 'info',
    description: 'Says which versions, backends and caches there are on this machine.',
    examples: ['info', 'info --json'],
  }).action(async (options: CommonOptions) => {
    const { info } = await import('../actions/info');
    await info(options);
  });
}
