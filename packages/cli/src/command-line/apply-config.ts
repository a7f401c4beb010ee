import { existsSync, readFileSync } from 'node:fs';
import { FileNotFoundError, InvalidFileError } from '@imgclf/runtime';
import { type Command, InvalidArgumentError } from 'commander';
import * as v from 'valibot';

const defaultFile = 'imgclf.config.json';
const value = v.union([v.string(), v.number(), v.boolean()]);
const options = v.record(v.string(), value);
const schema = v.pipe(
  v.custom<object>((given) => typeof given === 'object' && given !== null && !Array.isArray(given)),
  v.record(v.string(), v.union([value, options])),
);

/**
 * Sets the options of a command that the command line leaves open from a config file: those at its top, and over them
 * those under the command's name.
 *
 * ```json
 * { "seed": 7, "train": { "epochs": 20, "image-size": 128 } }
 * ```
 *
 * @throws {InvalidFileError} when the file is no such JSON, or names an option that the command does not have
 */
export function applyConfig(command: Command): void {
  const asked = command.opts<{ config?: string }>().config;
  if (asked === undefined && !existsSync(defaultFile)) return;
  const file = asked ?? defaultFile;
  const config = readConfig(file);
  const own = config[command.name()];
  for (const [name, setting] of Object.entries(config)) {
    if (typeof setting !== 'object' && hasOption(command, name)) set(command, { file, name, setting });
  }
  if (typeof own !== 'object') return;
  for (const [name, setting] of Object.entries(own)) set(command, { file, name, setting });
}

function readConfig(file: string): v.InferOutput<typeof schema> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new FileNotFoundError({ file, message: `The config file ${file} cannot be read.`, cause });
  }
  try {
    return v.parse(schema, JSON.parse(text));
  } catch (cause) {
    const message = `${file} must hold a JSON object of options, with objects of options for single commands.`;
    throw new InvalidFileError({ file, message, cause });
  }
}

interface Setting {
  file: string;
  name: string;
  setting: v.InferOutput<typeof value>;
}

function hasOption(command: Command, name: string): boolean {
  return command.options.some((option) => option.long === `--${name}`);
}

function set(command: Command, { file, name, setting }: Setting): void {
  const option = command.options.find(({ long }) => long === `--${name}`);
  if (option === undefined || name === 'config') {
    const message = `${file}: the command ${command.name()} has no option ${JSON.stringify(name)}.`;
    throw new InvalidFileError({ file, message });
  }
  const key = option.attributeName();
  if (command.getOptionValueSource(key) === 'cli') return;
  try {
    const parsed = option.isBoolean()
      ? setting === true
      : (option.parseArg?.(String(setting), undefined) ?? setting);
    command.setOptionValueWithSource(key, parsed, 'config');
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new InvalidFileError({ file, message: `${file}: the option ${name}: ${error.message}` });
  }
}
