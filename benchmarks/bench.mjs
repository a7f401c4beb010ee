#!/usr/bin/env node
// Runs one suite, prints its table, writes results/<name>.json and docs/speed.md:  pnpm bench <name> [options of the suite]
import { readdirSync } from 'node:fs';
import { machine } from './lib/machine.mjs';
import { printTable } from './lib/print-table.mjs';
import { writePage } from './lib/write-page.mjs';
import { writeResults } from './lib/write-results.mjs';

const [name, ...options] = process.argv.slice(2);
const names = readdirSync(new URL('suites/', import.meta.url));
if (!names.includes(name)) {
  console.error(`Usage: pnpm bench <name>, with a name of: ${names.join(', ')}.`);
  process.exit(2);
}
const { run } = await import(`./suites/${name}/index.mjs`);
const rows = await run(options);
printTable(rows);
const isPart = options.some((option) => option.startsWith('--only='));
writeResults({ name, machine: machine(), rows }, { isPart });
writePage();
