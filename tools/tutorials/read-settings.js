import path from 'node:path';
import { parseArgs } from 'node:util';

/**
 * What a tutorial is started with.
 *
 * @template {Record<string, number>} Settings
 * @typedef {object} Run
 * @property {'full' | 'quick'} mode
 * @property {Settings} settings
 * @property {string} data the folder with the tutorial's data
 * @property {string} backbone the pretrained network, by the name of the function that makes it
 * @property {string} weights the backbone's weights: `imagenet`, or a file
 * @property {string} out where to write
 */

/**
 * Reads a tutorial's command line: `--data`, `--quick`, `--out`, `--backbone`, `--weights`, and every setting by its own
 * name, such as `--epochs 2` or `--image-size 64`. A wrong one ends the process with a message.
 *
 * @template {Record<string, number>} Settings
 * @param {object} tutorial
 * @param {string} tutorial.name
 * @param {Settings} tutorial.full the tutorial's own settings
 * @param {Partial<Settings>} tutorial.quick what is different with `--quick`
 * @param {string} [tutorial.data] where the data is if nothing is said
 * @param {string} [tutorial.backbone] the tutorial's pretrained network
 * @returns {Run<Settings>}
 */
export function readSettings({ name, full, quick, data, backbone = '' }) {
  /** @type {(message: string) => never} */
  const fail = (message) => {
    console.error(`${message}\nOptions: --data <folder> --quick --out <folder>`);
    console.error(`Settings: ${Object.keys(full).map(flag).join(' <n> ')} <n>`);
    return process.exit(2);
  };
  const values = parse(Object.keys(full), fail);
  const folder = values.data ?? data;
  if (typeof folder !== 'string') return fail('Say where the data is: --data <folder>');
  const settings = { ...full, ...(values.quick ? quick : {}) };
  for (const key of Object.keys(full)) {
    const given = values[flag(key).slice(2)];
    if (given === undefined) continue;
    const number = Number(given);
    if (!Number.isInteger(number) || number < 0) fail(`${flag(key)} must be a whole number of at least 0.`);
    Object.assign(settings, { [key]: number });
  }
  return {
    mode: values.quick ? 'quick' : 'full',
    settings,
    data: folder,
    backbone: String(values.backbone ?? backbone),
    weights: String(values.weights ?? 'imagenet'),
    out: path.resolve(String(values.out ?? `runs/${name}`)),
  };
}

/**
 * @param {readonly string[]} keys
 * @param {(message: string) => never} fail
 * @returns {Record<string, string | boolean | undefined>}
 */
function parse(keys, fail) {
  const text = { type: /** @type {const} */ ('string') };
  try {
    return parseArgs({
      options: {
        data: text,
        out: text,
        backbone: text,
        weights: text,
        quick: { type: 'boolean' },
        ...Object.fromEntries(keys.map((key) => [flag(key).slice(2), text])),
      },
    }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} key */
function flag(key) {
  return `--${key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
