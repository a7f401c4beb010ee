import { type Command, Option } from 'commander';
import { type ComputeOptions, createComputeCommand } from '../command-line/create-command';
import { integer } from '../command-line/parsers';

/** The options of `imgclf gate`. */
export interface GateOptions extends ComputeOptions {
  model?: string;
  weights?: string;
  order: 'dog' | 'human';
  top: number;
}

/** `imgclf gate`. */
export function gateCommand(): Command {
  return createComputeCommand({
    usage: 'gate <files...>',
    description:
      'Says whether pictures show a dog, a human or neither, and which breed. Files may be folders. It takes a saved ' +
      'gate, or the ImageNet weights of a backbone with its top, whose dog breeds it then names.',
    examples: [
      'gate holiday.jpg --weights imagenet',
      'gate photos --weights mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5 --json',
      'gate photos --model dog-breeds',
    ],
  })
    .addOption(new Option('--model <folder>', 'a gate that was saved with its breeds').conflicts('weights'))
    .addOption(
      new Option(
        '--weights <file>',
        "ImageNet weights with the top; 'imagenet' downloads those of MobileNetV2",
      ),
    )
    .addOption(
      new Option('--order <first>', 'what a picture with both counts as')
        .choices(['dog', 'human'])
        .default('dog'),
    )
    .addOption(new Option('--top <n>', 'breeds to name').default(5).argParser(integer(1, 1000)))
    .action(async (paths: string[], options: GateOptions) => {
      const { gate } = await import('../actions/gate');
      await gate(paths, options);
    });
}
