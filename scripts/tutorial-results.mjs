/** Makes `docs/results.md` from what the tutorials have measured. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import path from 'node:path';
import { markdownTable } from './markdown-table.mjs';

/**
 * What the tutorials report, and what to expect of the small data: 2000 photographs of cats and dogs for A, B and C, 120
 * breeds with about 7 photographs each for E.
 */
const figures = {
  a: [
    figure('training accuracy, last epoch', {
      reported: 'overfits',
      expected: 'far above validation',
      holds: (f) => f['training accuracy, last epoch'] > f['validation accuracy'] + 0.1,
    }),
    figure('validation accuracy', { reported: '0.60', between: [0.55, 0.65] }),
  ],
  b: [
    figure('model A, validation', { reported: '0.60 to 0.63', between: [0.6, 0.72] }),
    figure('model B, validation', { reported: '0.57 to 0.60' }),
    figure('model C, validation', { reported: '0.70 to 0.72', between: [0.6, 0.72] }),
    figure('model D, validation', { reported: '0.96 to 0.97', between: [0.96] }),
    figure('model D, test', { reported: '0.95', between: [0.96] }),
  ],
  c: [
    figure('model A, validation', { reported: 'about 0.70' }),
    figure('model B, validation', {
      reported: '0.75 to 0.76',
      expected: 'at least model A',
      holds: (f) => f['model B, validation'] >= f['model A, validation'],
    }),
    figure('model B stopped early, validation', { reported: 'no gain' }),
    figure('model B stopped early, epochs', {
      reported: 'stops',
      expected: 'fewer than without',
      holds: (f) => f['model B stopped early, epochs'] < f['model B, epochs'],
    }),
    figure('frozen backbone, validation', { reported: 'above 0.99', between: [0.97] }),
  ],
  d: [figure('test accuracy', { reported: '0.961', between: [0.96] })],
  e: [figure('test accuracy', { reported: '0.800', between: [0.6] })],
};

function figure(name, { reported, between, expected, holds }) {
  if (between === undefined)
    return { name, reported, expected: expected ?? '', holds: holds ?? (() => true) };
  const [least, most = 1] = between;
  return {
    name,
    reported,
    expected: most === 1 ? `at least ${least}` : `${least} to ${most}`,
    holds: (f) => f[name] >= least && f[name] <= most,
  };
}

/**
 * @param {string} runs the folder with `full` and `quick`
 * @param {string} file where to write
 */
export function writeResults(runs, file) {
  const parts = ['full', 'quick'].map((mode) => section(mode, readRuns(path.join(runs, mode))));
  const [{ model = 'unknown' } = {}] = cpus();
  const machine = `${cpus().length} x ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node.js ${process.version}`;
  writeFileSync(
    file,
    `# What the tutorials measure

Made by \`pnpm tutorials\` and \`pnpm tutorials --quick\`. The tutorials' own figures come from their full data sets;
"expected" is what the data at hand lets expect: 2000 photographs of cats and dogs, 120 dog breeds with about 7 photographs
each. A figure in bold lies outside of it; the tutorial's README says why. "Not run" has not been measured on this machine.

Machine: ${machine}. Times are as they were, with whatever else the machine had to do.
${parts.join('')}`,
  );
  console.log(`\nWritten: ${file}`);
}

function readRuns(folder) {
  return Object.keys(figures).flatMap((name) => {
    const file = path.join(folder, name, 'result.json');
    return existsSync(file) ? [{ name, ...JSON.parse(readFileSync(file, 'utf8')) }] : [];
  });
}

function section(mode, runs) {
  if (runs.length === 0) return '';
  const title = mode === 'full' ? "The tutorials' own settings" : 'Quick';
  const rows = runs.flatMap((run) => figures[run.name].map((item) => figureRow(run, item)));
  const times = runs.map(({ name, backend, seconds, settings, date }) => {
    const parts = Object.entries(seconds).map(
      ([part, value]) => `${part} ${value.toFixed(value < 10 ? 1 : 0)} s`,
    );
    const values = Object.entries(settings).map(([key, value]) => `${key} ${value}`);
    return [
      link(name),
      `${backend.name}, ${backend.threads} threads`,
      parts.join('; '),
      values.join(', '),
      date,
    ];
  });
  return `
## ${title}

${markdownTable(['tutorial', 'figure', 'reported', 'expected', 'measured'], rows)}

${markdownTable(['tutorial', 'backend', 'time', 'settings', 'date'], times)}
`;
}

function figureRow(run, { name, reported, expected, holds }) {
  const value = run.figures[name];
  if (value === undefined) return [link(run.name), name, reported, expected, 'not run'];
  const shown = Number.isInteger(value) && value > 1 ? String(value) : value.toFixed(3);
  return [link(run.name), name, reported, expected, holds(run.figures) ? shown : `**${shown}**`];
}

function link(name) {
  return `[${name.toUpperCase()}](../examples/tutorial-${name})`;
}
