/**
 * `npm run check-licences`: every package that ours bring to a user, optional ones included, has a licence that may be used
 * and passed on freely, or is one of the exceptions below.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import satisfies from 'spdx-satisfies';
import { root } from './workspace.mjs';

const allowed = [
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'Zlib', 'CC0-1.0'],
  ...['BlueOak-1.0.0', 'Unlicense', 'Python-2.0'],
];

/** What has another licence, and why it may stay. */
const exceptions = {
  '@img/sharp-*': {
    licence: 'LGPL-3.0-or-later',
    reason:
      'libvips, a shared library of its own that sharp loads: unchanged, and anyone can put another in its place',
  },
  '@resvg/resvg-js*': {
    licence: 'MPL-2.0',
    reason: "used as it is; the licence holds for resvg's own files and asks nothing of what uses them",
  },
  '@expo-google-fonts/inter': {
    licence: 'OFL-1.1',
    reason: 'the font of the plots, which the Open Font Licence lets anyone bundle',
  },
  h5wasm: { licence: 'Unknown', reason: 'LICENSE.txt: a public service of NIST; its notice stays with it' },
  jsfive: { licence: 'Unknown', reason: 'LICENSE.txt: public domain, after pyfive under BSD-3-Clause' },
};

const args = ['licenses', 'list', '--prod', '--filter', './packages/*', '--json'];
const pnpm = path.join(root, 'node_modules', '.bin', 'pnpm');
const found = Object.values(JSON.parse(execFileSync(pnpm, args, { cwd: root, encoding: 'utf8' }))).flat();
const refused = found.filter(({ name, license }) => !isAllowed(license, exceptionFor(name)?.licence));
for (const { name, versions, license } of refused)
  console.error(
    `${name} ${versions.join(', ')} is under "${license}", which no rule of check-licences allows.`,
  );
const unused = Object.keys(exceptions).filter((pattern) => !found.some(({ name }) => matches(name, pattern)));
for (const pattern of unused) console.error(`The exception "${pattern}" is not needed any more.`);
console.log(
  `${found.length} dependencies of the packages, ${refused.length} under a licence that is not allowed.`,
);
process.exitCode = refused.length + unused.length === 0 ? 0 : 1;

/** Whether all of a licence is allowed in general, or for this package. */
function isAllowed(licence, exception) {
  if (licence === exception) return true;
  try {
    return satisfies(licence, exception === undefined ? allowed : [...allowed, exception]);
  } catch {
    return false; // no SPDX expression
  }
}

function exceptionFor(name) {
  return Object.entries(exceptions).find(([pattern]) => matches(name, pattern))?.[1];
}

function matches(name, pattern) {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
