import { fileURLToPath } from 'node:url';
import { median } from '../../lib/median.mjs';
import { row } from '../../lib/row.mjs';
import { Side } from '../../lib/side.mjs';

const KINDS = {
  layers: { title: 'Layers: flip, rotation, zoom of 32 images at 160x160', steps: 4 },
  generator: { title: 'ImageDataGenerator: flip, rotation, zoom of 32 images at 160x160', steps: 2 },
};
const BACKENDS = ['wasm', 'tfjs-node', 'cpu'];

/**
 * Augments a batch with our layers and with our generator, and with Keras's, each in a process of its own, taking turns.
 *
 * @param {string[]} options `--rounds=9`, `--only=layers` or `generator`
 * @returns {Promise<import('../../lib/row.mjs').Row[]>}
 */
export async function run(options) {
  const value = (name) => options.find((option) => option.startsWith(`--${name}=`))?.split('=')[1];
  const kinds = Object.keys(KINDS).filter((kind) => kind === (value('only') ?? kind));
  const rows = [];
  for (const kind of kinds) rows.push(...(await compare(kind, Number(value('rounds') ?? 9))));
  return rows;
}

async function compare(kind, rounds) {
  const keras = kerasSide(kind);
  const backends = kind === 'layers' ? BACKENDS : ['wasm'];
  const ours = backends.map((backend) => nodeSide(kind, backend));
  const sides = [keras, ...ours];
  const answers = new Map(sides.map((side) => [side, []]));
  for (let round = 0; round <= rounds; round++)
    for (const side of sides) {
      const answer = await side.ask({ steps: KINDS[kind].steps });
      if (answer !== undefined && round > 0) answers.get(side).push(answer);
    }
  for (const side of sides) side.end();
  return ours
    .filter(({ failed }) => failed === undefined)
    .flatMap((side) => rows(kind, { side, keras, answers }));
}

function rows(kind, { side, keras, answers }) {
  const of = (who, figure) =>
    who.failed === undefined ? median(answers.get(who).map((answer) => answer[figure])) : null;
  return ['wall', 'processor'].map((figure) =>
    row({
      what: `${KINDS[kind].title}, ${side.name}${figure === 'wall' ? '' : ', processor time'}`,
      unit: 'ms',
      ours: of(side, figure),
      peer: of(keras, figure),
      peerName: 'Keras',
      ...(keras.failed !== undefined && { note: keras.failed }),
    }),
  );
}

function nodeSide(kind, backend) {
  const file = fileURLToPath(new URL('ours.mjs', import.meta.url));
  return new Side(backend, { command: process.execPath, args: [file, kind, backend] });
}

/** Keras runs where a Python with it is named. */
function kerasSide(kind) {
  const python = process.env.IMGCLF_KERAS_PYTHON ?? 'python-with-keras-is-not-set';
  const file = fileURLToPath(new URL('keras_side.py', import.meta.url));
  return new Side('Keras', { command: python, args: [file, kind] });
}
