import { type Command, Option } from 'commander';
import { type ComputeOptions, createComputeCommand } from '../command-line/create-command';
import { type EngineChoice, engineOption } from '../command-line/engine-option';
import { integer } from '../command-line/parsers';
import type { AppOptions } from '../serve/create-app';

/** The options of `imgclf serve`. */
export interface ServeOptions extends ComputeOptions, AppOptions {
  port: number;
  host: string;
  engine: EngineChoice;
}

/** `imgclf serve`. */
export function serveCommand(): Command {
  const command = createComputeCommand({
    usage: 'serve <model>',
    description:
      'Serves a classifier over HTTP: POST a picture to /classify; /health, /metrics, and a page to try it at /. ' +
      'SIGINT or SIGTERM ends it after the pictures that it has taken.',
    examples: [
      'serve runs/flowers',
      'serve runs/flowers --port 0 --json',
      'serve runs/flowers --host 0.0.0.0 --rate 60',
    ],
  });
  const options = [
    engineOption(),
    new Option('--port <n>', 'where to listen; 0 for any free port')
      .default(8080)
      .argParser(integer(0, 65535)),
    new Option('--host <address>', 'address to listen on').default('127.0.0.1'),
    new Option('--top <n>', 'classes in an answer').default(5).argParser(integer(1, 1000)),
    new Option('--max-bytes <n>', 'bytes in an upload').default(20_000_000).argParser(integer(1, 2 ** 30)),
    new Option('--max-pixels <n>', 'pixels in a picture').default(50_000_000).argParser(integer(1, 1e9)),
    new Option('--max-batch <n>', 'pictures that are computed together')
      .default(16)
      .argParser(integer(1, 256)),
    new Option('--max-waiting <n>', 'pictures that may wait').default(256).argParser(integer(1, 100_000)),
    new Option('--rate <n>', 'pictures a minute from one address').default(6000).argParser(integer(1, 1e9)),
  ];
  for (const option of options) command.addOption(option);
  return command.action(async (model: string, options: ServeOptions) => {
    const { serve } = await import('../actions/serve');
    await serve(model, options);
  });
}
