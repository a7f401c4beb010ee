import { fileURLToPath } from 'node:url';
import { median } from '../../lib/median.mjs';
import { row } from '../../lib/row.mjs';
import { Side } from '../../lib/side.mjs';
import { photographs } from './photographs.mjs';

const TITLE = '2000 photographs to batches of 32 at 160x160';
const EPOCHS = 3;

/**
 * Reads a folder of photographs with our loader and with Keras's, each in a process of its own, taking turns: the first
 * pass of new processes, then passes of processes that have warmed up. Then trains, to see how long training waits.
 *
 * @param {string[]} options `--rounds=9`, `--cold=3`
 * @returns {Promise<import('../../lib/row.mjs').Row[]>}
 */
export async function run(options) {
  const value = (name) => options.find((option) => option.startsWith(`--${name}=`))?.split('=')[1];
  const folder = photographs();
  const cold = [];
  for (let round = 0; round < Number(value('cold') ?? 3); round++) cold.push(await takeTurns(folder, [1]));
  const rounds = Number(value('rounds') ?? 9);
  const warm = await takeTurns(folder, Array(rounds + 1).fill(1));
  const together = { ours: cold.flatMap(({ ours }) => ours), peer: cold.flatMap(({ peer }) => peer) };
  return [
    ...rows('first pass', { ...together, failed: warm.failed }),
    ...rows('warm', { ours: warm.ours.slice(1), peer: warm.peer.slice(1), failed: warm.failed }),
    ...(await fittingRows(folder)),
  ];
}

/** One answer of each side for each turn, from processes that are started for it. */
async function takeTurns(folder, turns) {
  const ours = nodeSide('imgclf', 'ours.mjs', folder);
  const keras = kerasSide(folder);
  const answers = { ours: [], peer: [] };
  for (const _ of turns) {
    answers.ours.push(await ours.ask({}));
    answers.peer.push(await keras.ask({}));
  }
  ours.end();
  keras.end();
  if (ours.failed !== undefined) throw new TypeError(`Our loader failed: ${ours.failed}`);
  return { ...answers, failed: keras.failed };
}

function rows(when, { ours, peer, failed }) {
  const of = (answers, kind) => median(answers.map((answer) => answer[kind]));
  const figures = (kind) => ({
    ours: of(ours, kind),
    peer: failed === undefined ? of(peer, kind) : null,
    peerName: 'Keras',
    ...(failed !== undefined && { note: failed }),
  });
  return [
    row({ what: `${TITLE}, ${when}`, unit: 'images/s', ...figures('rate') }),
    row({ what: `${TITLE}, ${when}, processor time per image`, unit: 'us', ...figures('processor') }),
  ];
}

async function fittingRows(folder) {
  const side = nodeSide('imgclf, tfjs-node', 'fitting.mjs', folder);
  const shares = [];
  for (let epoch = 0; epoch <= EPOCHS; epoch++) shares.push((await side.ask({}))?.share);
  side.end();
  if (side.failed !== undefined) return [];
  const what = 'An epoch of CNN 16-32-64-2 on them, tfjs-node, waiting for batches';
  return [row({ what, unit: '%', ours: median(shares.slice(1)) })];
}

function nodeSide(name, script, folder) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  return new Side(name, { command: process.execPath, args: [file, folder] });
}

/** Keras runs where a Python with it is named. */
function kerasSide(folder) {
  const python = process.env.IMGCLF_KERAS_PYTHON ?? 'python-with-keras-is-not-set';
  const file = fileURLToPath(new URL('keras_side.py', import.meta.url));
  return new Side('Keras', { command: python, args: [file, folder] });
}
