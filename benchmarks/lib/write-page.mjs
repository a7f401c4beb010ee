import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { markdownTable } from '../../scripts/markdown-table.mjs';
import { peerFigure } from './row.mjs';

const titles = {
  step: 'One training step',
  fit: '`fit`: its overhead, MNIST, metrics, checkpoints',
  loader: 'A folder of photographs to batches',
  augment: 'Augmentation',
  features: 'Frozen backbones and transfer learning',
  gate: 'Dog, human or neither',
  browser: 'Chromium',
};

const head = `# How fast it is

Made by \`pnpm bench\` from [benchmarks/results](../benchmarks/results); [benchmarks](../benchmarks) says how the figures come
about. \`ratio\` above 1: ours is better. The sides of a row were measured by turns, so that ratios hold where the times, taken on
a machine that others used too, do not. Suites were run on different days.
`;

/** Writes `docs/speed.md`: every suite's latest results as a table. */
export function writePage() {
  const results = new URL('../results/', import.meta.url);
  const known = new Set(readdirSync(results));
  const sections = Object.entries(titles)
    .filter(([name]) => known.has(`${name}.json`))
    .map(([name, title]) =>
      section(title, JSON.parse(readFileSync(new URL(`${name}.json`, results), 'utf8'))),
    );
  writeFileSync(new URL('../../docs/speed.md', import.meta.url), [head, ...sections].join('\n'));
}

function section(title, { machine, rows }) {
  const cells = rows.map((row) => [
    row.what,
    `${row.ours} ${row.unit}`.trim(),
    row.peerName === '-' ? '' : `${row.peerName}: ${peerFigure(row)}`,
    row.ratio === null ? '' : `${row.ratio}`,
  ]);
  return `## ${title}\n\n${machine}.\n\n${markdownTable(['what', 'ours', 'peer', 'ratio'], cells)}\n`;
}
