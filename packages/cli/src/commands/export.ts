import { type Command, Option } from 'commander';
import { type ComputeOptions, createComputeCommand } from '../command-line/create-command';

const formats = ['tfjs', 'h5', 'keras', 'onnx'] as const;
export type Format = (typeof formats)[number];

/** The options of `imgclf export`. */
export interface ExportOptions extends ComputeOptions {
  format: Format;
  out?: string;
}

/** `imgclf export`. */
export function exportCommand(): Command {
  return createComputeCommand({
    usage: 'export <model>',
    description:
      'Writes a classifier for other programs: TensorFlow.js (a folder), Keras (.h5, .keras) or ONNX. Beside a single ' +
      'file, a .json says what the classes are and how pictures are prepared.',
    examples: ['export runs/flowers --format onnx', 'export runs/flowers --format keras --out flowers.keras'],
  })
    .addOption(new Option('--format <name>', 'what to write').choices(formats).makeOptionMandatory())
    .addOption(new Option('--out <path>', 'where to write (default: beside the model, named after it)'))
    .action(async (model: string, options: ExportOptions) => {
      const { exportModel } = await import('../actions/export');
      await exportModel(model, options);
    });
}
