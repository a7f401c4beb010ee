import { fileURLToPath } from 'node:url';
import { median } from '../../lib/median.mjs';
import { row } from '../../lib/row.mjs';
import { Side } from '../../lib/side.mjs';
import { checkData, photographs, weights } from './data.mjs';

const NETWORKS = { MobileNetV2: 32, ResNet50: 8, InceptionResNetV2: 8 };
const ENGINES = [
  { engine: 'onnxruntime', backend: 'wasm' },
  { engine: 'fused', backend: 'tfjs-node' },
  { engine: 'fused', backend: 'wasm' },
];
const PHOTOGRAPHS = 2000;
const EPOCHS = 20;

/**
 * Times frozen bases: a batch of pictures, a folder of photographs to features, and a head trained on these from cold
 * files, each side in a process of its own, taking turns.
 *
 * @param {string[]} options `--only=backbone`, `load`, `folder` or `model-d`; `--networks=MobileNetV2,ResNet50`; `--rounds=7`;
 *   `--engines=onnxruntime,fused`; `--passes=3` over the folder, `--images=2000` of it; `--epochs=20` of Keras
 * @returns {Promise<import('../../lib/row.mjs').Row[]>}
 */
export async function run(options) {
  const value = (name) => options.find((option) => option.startsWith(`--${name}=`))?.split('=')[1];
  checkData();
  const [rounds, passes] = [Number(value('rounds') ?? 7), Number(value('passes') ?? 3)];
  const wanted = value('networks')?.split(',') ?? Object.keys(NETWORKS);
  const engines = ENGINES.filter(({ engine }) => value('engines')?.split(',').includes(engine) ?? true);
  const parts = {
    backbone: async () => {
      const rows = [];
      for (const network of wanted) rows.push(...(await compareBackbone(network, { engines, rounds })));
      return rows;
    },
    load: () => compareLoad(passes),
    folder: () => compareFolder({ engines, passes, images: Number(value('images') ?? PHOTOGRAPHS) }),
    'model-d': () => compareModelD(Number(value('epochs') ?? EPOCHS)),
  };
  const rows = [];
  for (const [name, part] of Object.entries(parts)) {
    if (name === (value('only') ?? name)) rows.push(...(await part()));
  }
  return rows;
}

async function compareBackbone(network, { engines, rounds }) {
  const request = { steps: network === 'MobileNetV2' ? 4 : 2 };
  const { sides, figures } = await alternate(network, request, { engines, rounds });
  return engines.flatMap(({ engine, backend }, i) =>
    peersOf(sides, i).flatMap((peer) =>
      ['wall', 'processor'].map((kind) => {
        const what = `${network}, batch of ${NETWORKS[network]}, ${nameOf({ engine, backend })}`;
        const time = kind === 'wall' ? '' : ', processor time';
        return comparison({ what: what + time, unit: 'ms', kind }, [sides.ours[i], peer], figures);
      }),
    ),
  );
}

async function compareFolder({ engines, passes, images }) {
  const { sides, figures } = await alternate('MobileNetV2', { images }, { engines, rounds: passes });
  return engines.flatMap((engine, i) =>
    peersOf(sides, i).flatMap((peer) => {
      const what = `${images} photographs to 1280-vectors, ${nameOf(engine)}`;
      const both = [sides.ours[i], peer];
      return [
        comparison({ what, unit: 'images/s', kind: 'rate' }, both, figures),
        comparison({ what: `${what}, processor time`, unit: 'ms', kind: 'processor' }, both, figures),
      ];
    }),
  );
}

/** New processes each time, since loading is done once. */
async function compareLoad(times) {
  const names = { ours: 'imgclf', peer: 'Keras' };
  const walls = { ours: [], peer: [] };
  let failed;
  for (let time = 0; time < times; time++) {
    const sides = { ours: nodeSide(names.ours, 'load.mjs', []), peer: kerasSide('load', 'MobileNetV2') };
    for (const [who, side] of Object.entries(sides)) {
      const answer = await side.ask({});
      if (answer !== undefined) walls[who].push(answer.wall);
      side.end();
    }
    failed = sides.peer.failed;
  }
  const figures = { ours: median(walls.ours), peer: failed === undefined ? median(walls.peer) : null };
  const note = failed === undefined ? {} : { note: failed };
  const what = 'MobileNetV2 from its .h5 file to the first prediction, wasm';
  return [row({ what, unit: 'ms', ...figures, peerName: names.peer, ...note })];
}

const nameOf = ({ engine, backend }) => (engine === 'onnxruntime' ? engine : `${engine} on ${backend}`);
/** Keras, and TensorFlow.js on the same backend. */
const peersOf = ({ keras, stock }, i) => (stock[i] === undefined ? [keras] : [keras, stock[i]]);

/** Lets the sides take turns. The first round warms up. Returns each side's answers. */
async function alternate(network, request, { engines, rounds }) {
  const sides = {
    keras: kerasSide('backbone', network),
    ours: engines.map((engine) =>
      nodeSide(`imgclf, ${nameOf(engine)}`, 'ours.mjs', [network, engine.engine, engine.backend]),
    ),
    stock: engines.map(({ engine, backend }) =>
      engine === 'onnxruntime'
        ? undefined
        : nodeSide(`TensorFlow.js, ${backend}`, 'tfjs.mjs', [network, backend]),
    ),
  };
  const all = [sides.keras, ...sides.ours, ...sides.stock].filter((side) => side !== undefined);
  const figures = new Map(all.map((side) => [side, []]));
  const per = request.steps ?? 1;
  for (let round = 0; round <= rounds; round++) {
    for (const side of all) {
      const answer = await side.ask(request);
      if (answer === undefined || round === 0) continue;
      const { wall, processor } = answer;
      const rate = ((request.images ?? 0) * 1000) / wall;
      figures.get(side).push({ wall: wall / per, processor: processor / per, rate });
    }
  }
  for (const side of all) side.end();
  return { sides, figures };
}

function comparison({ what, unit, kind }, [ours, peer], figures) {
  const of = (side) =>
    side.failed === undefined ? median(figures.get(side).map((answer) => answer[kind])) : null;
  const note = peer.failed === undefined ? {} : { note: peer.failed };
  if (ours.failed !== undefined) throw new TypeError(`${ours.name} failed: ${ours.failed}`);
  return row({ what, unit, ours: of(ours), peer: of(peer), peerName: peer.name, ...note });
}

/** Keras trains all its epochs; ours trains in a new process before, amid and after them. */
async function compareModelD(epochs) {
  const keras = kerasSide('model-d', 'MobileNetV2');
  const ours = [];
  let total = 0;
  let last;
  for (let epoch = 0; epoch <= epochs; epoch++) {
    if (epoch === 0 || epoch === epochs || epoch === Math.floor(epochs / 2))
      ours.push(await trainOurs(ours.length + 1));
    if (epoch === epochs) break;
    const answer = await keras.ask({});
    if (answer === undefined) break;
    total += answer.wall;
    last = answer.accuracies.at(-1);
  }
  keras.end();
  const known = keras.failed === undefined;
  const what = 'Cats and dogs, MobileNetV2 frozen, head of the tutorial, 20 epochs';
  const peer = {
    peerName: `Keras${epochs === EPOCHS ? '' : `, from ${epochs} epochs`}`,
    ...(known ? {} : { note: keras.failed }),
  };
  const seconds = median(ours.map(({ wall }) => wall)) / 1000;
  const wrong = (accuracy) => (1 - accuracy) * 100;
  const errors = Math.max(...ours.map(({ accuracies }) => wrong(accuracies.at(-1))));
  const kerasSeconds = known ? (total / epochs / 1000) * EPOCHS : null;
  return [
    row({ what: `${what}, from cold files`, unit: 's', ours: seconds, peer: kerasSeconds, ...peer }),
    row({
      what: `${what}, validation photographs taken for the other (ours: the worst of ${ours.length})`,
      unit: '%',
      ours: errors,
      peer: last === undefined ? null : wrong(last),
      ...peer,
    }),
  ];
}

async function trainOurs(seed) {
  const side = nodeSide('imgclf', 'model-d.mjs', []);
  const answer = await side.ask({ epochs: EPOCHS, seed });
  side.end();
  if (answer === undefined) throw new TypeError(`Ours failed: ${side.failed}`);
  return answer;
}

function nodeSide(name, script, args) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  return new Side(name, { command: process.execPath, args: [file, ...args] });
}

/** Keras runs where a Python with it is named. */
function kerasSide(task, network) {
  const python = process.env.IMGCLF_KERAS_PYTHON;
  if (python === undefined)
    console.error('IMGCLF_KERAS_PYTHON names no Python with Keras: its rows stay empty.');
  const file = fileURLToPath(new URL('keras_side.py', import.meta.url));
  const args = [file, task, network, photographs, weights];
  return new Side('Keras', { command: python ?? 'python-with-keras-is-not-set', args });
}
