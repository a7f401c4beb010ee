import { type Command, Option } from 'commander';
import { type ComputeOptions, createComputeCommand } from '../command-line/create-command';
import { fraction, integer } from '../command-line/parsers';
import { type Architecture, architectures } from '../training/architectures';

/** The options of `imgclf train`. */
export interface TrainOptions extends ComputeOptions {
  model: Architecture;
  weights?: string;
  imageSize: number;
  epochs?: number;
  batchSize: number;
  validation?: string;
  validationSplit: number;
  patience?: number;
  out?: string;
}

/** `imgclf train`. */
export function trainCommand(): Command {
  const command = createComputeCommand({
    usage: 'train <folder>',
    description:
      'Trains a classifier on a folder with one subfolder of images for each class. Where pretrained weights are at ' +
      'hand it puts a new head on them, else it trains a small convolutional network; it says which and why.',
    examples: [
      'train flowers',
      'train flowers --epochs 20 --out flower-model',
      'train flowers --model mobilenet_v2 --weights mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5',
      'train photos/train --validation photos/validation --json',
    ],
  });
  addTrainingOptions(command);
  return command.action(async (folder: string, options: TrainOptions) => {
    const { train } = await import('../actions/train');
    await train(folder, options);
  });
}

function addTrainingOptions(command: Command): void {
  const positive = integer(1, 100_000);
  const options = [
    new Option('--model <name>', 'what to train').choices(architectures).default('auto'),
    new Option('--weights <file>', "pretrained weights of the backbone: Keras's .h5, .weights.h5 or .keras"),
    new Option('--image-size <pixels>', 'height and width of the images')
      .default(160)
      .argParser(integer(8, 1024)),
    new Option('--epochs <n>', 'passes over the images (default: 20 for a head, else 10)').argParser(
      positive,
    ),
    new Option('--batch-size <n>', 'images in one step').default(32).argParser(integer(1, 4096)),
    new Option('--validation <folder>', 'images to validate on (default: some are held out)'),
    new Option('--validation-split <fraction>', 'part that is held out').default(0.2).argParser(fraction),
    new Option(
      '--patience <n>',
      'stop after n epochs without a better validation loss, and keep the best weights',
    ).argParser(positive),
    new Option('--out <folder>', 'where the model and its report go (default: a new folder in runs)'),
  ];
  for (const option of options) command.addOption(option);
}
