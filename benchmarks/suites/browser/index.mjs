import { fileURLToPath } from 'node:url';
import { median } from '../../lib/median.mjs';
import { row } from '../../lib/row.mjs';
import { Side } from '../../lib/side.mjs';
import { app } from './app.mjs';
import { openPages } from './pages.mjs';

const ROUNDS = 7;
const WORKLOADS = {
  features: {
    title: 'MobileNetV2 features, 160x160, batch 32',
    steps: 2,
    node: ['../features/ours.mjs', 'MobileNetV2', 'fused', 'wasm'],
  },
  cnn: {
    title: 'CNN 16-32-64-2, 160x160, batch 32, Adam, one step',
    steps: 2,
    node: ['../step/ours.mjs', 'cnn', 'wasm'],
  },
};

/**
 * Times WebAssembly in Chromium, in a page that may use threads: ours, against ours in Node and against TensorFlow.js as it
 * ships in a page of the same browser. The sides take turns. Times the page that trains, too.
 *
 * @param {string[]} options `--rounds=7`, `--only=features`, `cnn` or `app`
 * @returns {Promise<import('../../lib/row.mjs').Row[]>}
 */
export async function run(options) {
  const value = (name) => options.find((option) => option.startsWith(`--${name}=`))?.split('=')[1];
  const rounds = Number(value('rounds') ?? ROUNDS);
  const isAsked = (name) => name === (value('only') ?? name);
  const rows = isAsked('app') ? await app() : [];
  const workloads = Object.keys(WORKLOADS).filter(isAsked);
  if (workloads.length === 0) return rows;
  const pages = await openPages(['ours', 'tfjs']);
  try {
    for (const name of workloads) rows.push(...(await compare(name, { rounds, pages })));
    return rows;
  } finally {
    await pages.close();
  }
}

async function compare(name, { rounds, pages }) {
  const { title, steps, node } = WORKLOADS[name];
  const [script, ...args] = node;
  const file = fileURLToPath(new URL(script, import.meta.url));
  const inNode = new Side('imgclf in Node', { command: process.execPath, args: [file, ...args] });
  const sides = {
    ours: () => pages.measure('ours', name, steps),
    tfjs: () => pages.measure('tfjs', name, steps),
    node: () => timeInNode(inNode, name, steps),
  };
  const times = { ours: [], tfjs: [], node: [] };
  const failed = {};
  for (let round = 0; round <= rounds; round++) {
    for (const [side, time] of Object.entries(sides)) {
      if (failed[side] !== undefined) continue;
      try {
        times[side].push(await time());
      } catch ({ message }) {
        failed[side] = message.split('\n')[0];
      }
    }
  }
  inNode.end();
  if (failed.ours !== undefined) throw new TypeError(failed.ours);
  // The first round warms up.
  const middle = (side) => (failed[side] === undefined ? median(times[side].slice(1)) : null);
  const peers = { tfjs: 'TensorFlow.js, Chromium, wasm', node: inNode.name };
  return Object.entries(peers).map(([side, peerName]) =>
    row({
      what: `${title}, Chromium, wasm`,
      unit: 'ms',
      ours: middle('ours'),
      peer: middle(side),
      peerName,
      ...(failed[side] !== undefined && { note: failed[side] }),
    }),
  );
}

/** One step's milliseconds; the side of the features answers for all of them. */
async function timeInNode(side, name, steps) {
  const { wall = 0 } = (await side.ask({ steps })) ?? {};
  if (side.failed !== undefined) throw new TypeError(side.failed);
  return name === 'features' ? wall / steps : wall;
}
