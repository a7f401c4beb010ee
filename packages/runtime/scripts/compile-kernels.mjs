import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const sources = path.join(root, 'assembly');
const cache = path.join(root, 'node_modules', '.cache', 'kernels');

const COMMON = [
  'index.ts',
  '--runtime=stub',
  '-O3',
  '--noAssert',
  '--importMemory',
  '--noExportMemory',
  '--initialMemory=1',
  '--disableWarning=112',
];
const VARIANTS = {
  single: ['--enable=simd'],
  threaded: ['--enable=simd,threads', '--sharedMemory', '--maximumMemory=65536'],
};

/**
 * Compiles `assembly/` to the two WebAssembly modules of the kernels, as base64: `single` for a memory of one thread,
 * `threaded` for a shared one. Results are kept until a source file or the compiler changes.
 *
 * @returns {Promise<{single: string, threaded: string}>}
 */
export async function compileKernels() {
  const file = path.join(cache, `${await fingerprint()}.json`);
  const kept = await readFile(file, 'utf8').catch(() => undefined);
  if (kept !== undefined) return JSON.parse(kept);
  const modules = { single: await compile(VARIANTS.single), threaded: await compile(VARIANTS.threaded) };
  await mkdir(cache, { recursive: true });
  await writeFile(file, JSON.stringify(modules));
  return modules;
}

async function fingerprint() {
  const hash = createHash('sha256')
    .update(asc.version)
    .update(JSON.stringify([COMMON, VARIANTS]));
  for (const file of (await readdir(sources)).sort())
    hash.update(file).update(await readFile(path.join(sources, file)));
  return hash.digest('hex').slice(0, 16);
}

async function compile(variant) {
  let binary;
  const { error, stderr } = await asc.main([...COMMON, ...variant, '--outFile=kernels.wasm'], {
    readFile: (name, base) => readFile(path.resolve(sources, base, name), 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null) throw new Error(`assembly/ does not compile.\n${stderr}`);
  return Buffer.from(binary).toString('base64');
}
