import { fileURLToPath } from 'node:url';
import { median } from '../../lib/median.mjs';
import { row } from '../../lib/row.mjs';
import { Side } from '../../lib/side.mjs';

const BACKENDS = ['wasm', 'tfjs-node'];
const WORKLOADS = {
  cnn: { title: 'CNN 16-32-64-2, 160x160, batch 32, Adam', steps: 3, long: 1000 },
  digits: { title: 'Dense 784-128-128-10, batch 32, SGD', steps: 200, long: 1000 },
};
const ROUNDS = 9;

/**
 * Times one training step: ours on each backend, TensorFlow.js as it ships on the same backend, and Keras, each in a
 * process of its own, taking turns. Then lets ours run for long, to see whether its memory stays flat.
 *
 * @param {string[]} options `--rounds=9`, `--only=cnn`
 * @returns {Promise<import('../../lib/row.mjs').Row[]>}
 */
export async function run(options) {
  const value = (name) => options.find((option) => option.startsWith(`--${name}=`))?.split('=')[1];
  const rounds = Number(value('rounds') ?? ROUNDS);
  const names = Object.keys(WORKLOADS).filter((name) => name === (value('only') ?? name));
  const rows = [];
  for (const name of names) rows.push(...(await compare(name, rounds)));
  return rows;
}

async function compare(name, rounds) {
  const keras = kerasSide(name);
  const pairs = BACKENDS.map((backend) => ({
    backend,
    ours: nodeSide(`imgclf, ${backend}`, 'ours.mjs', [name, backend]),
    stock: nodeSide(`TensorFlow.js, ${backend}`, 'tfjs.mjs', [name, backend]),
  }));
  const sides = [keras, ...pairs.flatMap(({ ours, stock }) => [ours, stock])];
  const figures = await alternate(sides, { rounds, steps: WORKLOADS[name].steps });
  const rows = pairs.flatMap(({ backend, ours, stock }) =>
    [stock, keras].flatMap((peer) => timeRows({ name, backend, ours, peer, figures })),
  );
  for (const { backend, ours, stock } of pairs) {
    rows.push(...(await memoryRows({ name, backend, ours, stock, figures })));
  }
  for (const side of sides) side.end();
  return rows;
}

/** Lets the sides take turns. The first round warms up. Returns each side's answers. */
async function alternate(sides, { rounds, steps }) {
  const figures = new Map(sides.map((side) => [side, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const side of sides) {
      const answer = await side.ask({ steps });
      if (answer !== undefined && round > 0) figures.get(side).push(answer);
    }
  }
  return figures;
}

function timeRows({ name, backend, ours, peer, figures }) {
  const { title } = WORKLOADS[name];
  if (ours.failed !== undefined) return [];
  return ['wall', 'processor'].map((kind) => {
    const of = (side) =>
      side.failed === undefined ? median(figures.get(side).map((answer) => answer[kind])) : null;
    const what = `${title}, ${backend}${kind === 'wall' ? '' : ', processor time'}`;
    const note = peer.failed === undefined ? {} : { note: peer.failed };
    return row({ what, unit: 'ms', ours: of(ours), peer: of(peer), peerName: peer.name, ...note });
  });
}

/** The peak after the same steps as the peer, and how much many more steps add. */
async function memoryRows({ name, backend, ours, stock, figures }) {
  const { title, long } = WORKLOADS[name];
  if (ours.failed !== undefined) return [];
  const last = (side) => (side.failed === undefined ? figures.get(side).at(-1) : undefined);
  const note = stock.failed === undefined ? {} : { note: stock.failed };
  const peak = { what: `${title}, ${backend}, peak memory`, unit: 'MiB', peerName: stock.name, ...note };
  const before = await ours.ask({ steps: 100 });
  const after = await ours.ask({ steps: long });
  const growth = Math.max(after.resident - before.resident, 0.01);
  return [
    row({ ...peak, ours: last(ours).peak, peer: last(stock)?.peak ?? null }),
    row({
      what: `${title}, ${backend}, memory added by ${long} steps`,
      unit: 'MiB',
      ours: growth,
      peer: null,
      peerName: '-',
    }),
  ];
}

function nodeSide(name, script, args) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  return new Side(name, { command: process.execPath, args: [file, ...args] });
}

/** Keras runs where a Python with it is named. */
function kerasSide(name) {
  const python = process.env.IMGCLF_KERAS_PYTHON;
  if (python === undefined)
    console.error('IMGCLF_KERAS_PYTHON names no Python with Keras: its rows stay empty.');
  const file = fileURLToPath(new URL('keras_side.py', import.meta.url));
  return new Side('Keras', { command: python ?? 'python-with-keras-is-not-set', args: [file, name] });
}
