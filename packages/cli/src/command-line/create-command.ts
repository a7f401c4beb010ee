import type { BackendName } from '@imgclf/runtime/node';
import { Command, Option } from 'commander';
import { applyConfig } from './apply-config';
import { integer } from './parsers';

const backends: readonly BackendName[] = ['tfjs-node-gpu', 'tfjs-node', 'webgpu', 'wasm', 'cpu'];

/** What every command takes. */
export interface CommonOptions {
  json: boolean;
  quiet: boolean;
  config?: string;
}

/** What commands that compute take besides. */
export interface ComputeOptions extends CommonOptions {
  seed: number;
  backend?: BackendName;
}

/** What a command is called and what its help says. */
export interface CommandText {
  /** With its arguments: `predict <model> <files...>`. */
  usage: string;
  description: string;
  /** Whole command lines, without `imgclf`. */
  examples: readonly string[];
}

/** A command with the options that all share, and the settings of the config file. */
export function createCommand({ usage, description, examples }: CommandText): Command {
  const [name = '', ...argumentList] = usage.split(' ');
  const command = new Command(name)
    .description(description)
    .addOption(new Option('--json', 'print one JSON document on standard output').default(false))
    .addOption(new Option('--quiet', 'print no progress').default(false))
    .addOption(
      new Option('--config <file>', 'settings as JSON (default: imgclf.config.json, where there is one)'),
    )
    .addHelpText('after', `\nExamples:\n${examples.map((example) => `  imgclf ${example}`).join('\n')}`)
    .hook('preAction', (_, called) => applyConfig(called));
  for (const argument of argumentList) command.argument(argument);
  return command;
}

/** A command that computes: it takes a seed and a backend too. */
export function createComputeCommand(text: CommandText): Command {
  return createCommand(text)
    .addOption(
      new Option('--seed <n>', 'what everything random is drawn from')
        .default(1)
        .argParser(integer(0, 0xffffffff)),
    )
    .addOption(
      new Option('--backend <name>', 'what to compute on (default: the fastest that works)').choices(
        backends,
      ),
    );
}
