import tab from '@bomb.sh/tab/commander';
import { Command } from 'commander';
import { evaluateCommand } from './commands/evaluate';
import { exportCommand } from './commands/export';
import { gateCommand } from './commands/gate';
import { infoCommand } from './commands/info';
import { inspectCommand } from './commands/inspect';
import { predictCommand } from './commands/predict';
import { serveCommand } from './commands/serve';
import { splitCommand } from './commands/split';
import { trainCommand } from './commands/train';
import { version } from './version';

/** The whole command line: `imgclf` and its commands. A call that is wrong throws a `CommanderError`. */
export function createProgram(): Command {
  const program = new Command('imgclf')
    .description(
      'Image classification: from a folder of pictures to a trained, evaluated and served classifier.',
    )
    .version(version)
    .exitOverride()
    .showHelpAfterError('(run with --help for what can be set)');
  const commands = [
    trainCommand(),
    evaluateCommand(),
    predictCommand(),
    gateCommand(),
    splitCommand(),
    inspectCommand(),
    exportCommand(),
    serveCommand(),
    infoCommand(),
  ];
  for (const command of commands) program.addCommand(command.copyInheritedSettings(program));
  tab(program, { completionCommandName: 'completion' });
  return program;
}
