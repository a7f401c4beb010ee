/**
 * `npm run check-api`: compares what each package offers with its reports in `packages/<name>/api`: one for each entry of
 * `exports`, and for the command what it answers to `--help`. Exits with 1 where they differ, so that no change of an API
 * goes unseen; `npm run check-api -- --update` writes the reports anew. Reads the built packages.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CompilerState, Extractor, ExtractorConfig } from '@microsoft/api-extractor';
import { root } from './workspace.mjs';

const { update } = parseArgs({ options: { update: { type: 'boolean', default: false } } }).values;
const temporary = path.join(root, 'node_modules', '.cache', 'imgclf-api');
const differing = readdirSync(path.join(root, 'packages')).flatMap((name) => checkPackage(name));
if (differing.length > 0) {
  console.error(`The API is not as reported: ${differing.join(', ')}.`);
  console.error('The reports are of what was built last: build first ("npm run build"), with its types.');
  console.error(
    'If that is meant, run "npm run check-api -- --update", look at the difference, and commit it.',
  );
  process.exitCode = 1;
} else console.log(update ? 'The API reports are written.' : 'The API is as reported.');

/** The reports of a package that differ from it; none after an update. */
function checkPackage(name) {
  const folder = path.join(root, 'packages', name);
  const reports = reportsOf(folder);
  const kept = path.join(folder, 'api');
  const names = new Set([...reports.keys(), ...(existsSync(kept) ? readdirSync(kept) : [])]);
  const differing = [...names].filter((file) => reports.get(file) !== read(path.join(kept, file)));
  if (!update) return differing.map((file) => path.relative(root, path.join(kept, file)));
  rmSync(kept, { recursive: true, force: true });
  mkdirSync(kept);
  for (const [file, text] of reports) writeFileSync(path.join(kept, file), text);
  return [];
}

/** The reports of a package as it is built, by file name. */
function reportsOf(folder) {
  const manifest = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const entries = Object.entries(manifest.exports).filter(([, target]) => target.types !== undefined);
  if (entries.length === 0)
    return new Map([['commands.txt', helpOf(path.join(folder, manifest.bin.imgclf))]]);
  const configs = entries.map(([subpath, { types }]) => configOf(folder, { subpath, types }));
  const [first, ...others] = configs;
  const compilerState = CompilerState.create(first, {
    additionalEntryPoints: others.map((config) => config.mainEntryPointFilePath),
  });
  return new Map(configs.map((config) => [config.reportFileName, reportOf(config, compilerState)]));
}

/** Shows what is exported, and the types that these exports mention without being exported themselves. */
function configOf(folder, { subpath, types }) {
  const reportFileName = `${subpath === '.' ? 'index' : subpath.slice(2).replaceAll('/', '-')}.api.md`;
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: path.join(folder, 'package.json'),
    configObjectFullPath: undefined,
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: path.join(folder, types),
      compiler: { tsconfigFilePath: path.join(folder, 'tsconfig.json') },
      apiReport: {
        enabled: true,
        reportFileName,
        reportFolder: temporary,
        reportTempFolder: path.join(temporary, 'new'),
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      newlineKind: 'lf',
      messages: { extractorMessageReporting: { default: { logLevel: 'none' } } },
    },
  });
  return Object.assign(config, { reportFileName });
}

function reportOf(config, compilerState) {
  rmSync(path.join(temporary, config.reportFileName), { force: true });
  mkdirSync(temporary, { recursive: true });
  const { succeeded } = Extractor.invoke(config, {
    compilerState,
    localBuild: true,
    messageCallback: (message) => {
      message.handled = message.logLevel !== 'error';
    },
  });
  if (!succeeded) throw new Error(`API Extractor failed on ${config.mainEntryPointFilePath}.`);
  // A comment that is written later changes no API.
  const text = readFileSync(path.join(temporary, config.reportFileName), 'utf8');
  return text
    .replace(/^ *\/\/ \((undocumented|No @packageDocumentation.*)\)\n/gm, '')
    .replaceAll(' (undocumented)', '');
}

/** What the command and each of its subcommands answer to `--help`. */
function helpOf(program) {
  const help = (...args) =>
    execFileSync(process.execPath, [program, ...args, '--help'], {
      encoding: 'utf8',
      env: { ...process.env, COLUMNS: '100', NO_COLOR: '1' },
    });
  const overview = help();
  const commands = [...overview.matchAll(/^ {2}([a-z]+) .*[<[]/gm)].map(([, name]) => name);
  return [overview, ...commands.map((name) => help(name))].join('\n');
}

function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
