/**
 * `pnpm tutorials [--quick] [--only a,d] [--cats-and-dogs <folder>] [--dog-breeds <folder>] [--weights <folder>]`: runs the
 * tutorials in `examples` one after the other and writes what they measured to `docs/results.md`.
 *
 * Folders that are not given are looked for as `cats_dogs`, `dog_breeds` and `weights` in the folder that IMGCLF_TEST_DATA
 * names, else in `../shared/data`; a tutorial whose data is missing is left out.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { writeResults } from './tutorial-results.mjs';
import { install, root, run, turbo } from './workspace.mjs';

const text = { type: 'string' };
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { ...text, default: 'd,b,c,a,e' },
    'cats-and-dogs': text,
    'dog-breeds': text,
    weights: text,
  },
});
const testData = process.env.IMGCLF_TEST_DATA ?? path.join(root, '..', 'shared', 'data');
const photographs = path.resolve(values['cats-and-dogs'] ?? path.join(testData, 'cats_dogs'));
const breeds = path.resolve(values['dog-breeds'] ?? path.join(testData, 'dog_breeds'));
const weightsFolder = values.weights ?? path.join(testData, 'weights');

/** The official files of the weights without the top. */
const weightsFiles = {
  resNet50: 'resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5',
  inceptionResNetV2: 'inception_resnet_v2_weights_tf_dim_ordering_tf_kernels_notop.h5',
  mobileNetV2: 'mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5',
};
/** What each tutorial needs; `backbone` is the one that the tutorial itself uses. */
const tutorials = {
  a: { data: photographs },
  b: { data: photographs, backbone: 'mobileNetV2' },
  c: { data: photographs, backbone: 'inceptionResNetV2' },
  d: {},
  e: { data: breeds, backbone: 'resNet50' },
};

install();
const built = turbo('build', '--filter=./packages/*', '--output-logs=errors-only');
if (built !== 0) process.exit(built);
const out = path.join(root, 'runs', 'tutorials', values.quick ? 'quick' : 'full');
for (const name of values.only.split(',')) {
  const { data, backbone } = tutorials[name];
  if (data !== undefined && !existsSync(data)) {
    console.log(`\nTutorial ${name.toUpperCase()} is left out: there is no ${data}.`);
    continue;
  }
  console.log(`\nTutorial ${name.toUpperCase()}`);
  const program = path.join(root, 'examples', `tutorial-${name}`, 'train.js');
  const status = run([
    process.execPath,
    program,
    ...(data === undefined ? [] : ['--data', data]),
    ...(backbone === undefined ? [] : weightsOf(backbone)),
    ...(values.quick ? ['--quick'] : []),
    '--out',
    path.join(out, name),
  ]);
  if (status !== 0) process.exitCode = status;
}
writeResults(path.dirname(out), path.join(root, 'docs', 'results.md'));

/** The weights at hand: the tutorial's own backbone, else MobileNetV2 in its place; without a folder, a download. */
function weightsOf(backbone) {
  const found = [backbone, 'mobileNetV2'].find((name) =>
    existsSync(path.join(weightsFolder, weightsFiles[name])),
  );
  if (found === undefined) return [];
  return ['--backbone', found, '--weights', path.resolve(weightsFolder, weightsFiles[found])];
}
