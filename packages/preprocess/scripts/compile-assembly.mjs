import { readFile } from 'node:fs/promises';
import asc from 'assemblyscript/asc';

const sources = new URL('../assembly/', import.meta.url);
const common = '--runtime=stub -O3 --noAssert --importMemory --noExportMemory --initialMemory=1';

/**
 * Compiles a file of `assembly/` to WebAssembly.
 *
 * @param {string} file its name
 * @param {string} flags what the compiler is told besides
 * @returns {Promise<string>} the binary as base64, in the lines of a TypeScript string
 */
export async function compileAssembly(file, flags) {
  let binary;
  const options = [file, ...common.split(' '), ...flags.split(' '), '--outFile=compiled.wasm'];
  const { error, stderr } = await asc.main(options, {
    readFile: (name) => readFile(new URL(name, sources), 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null) throw new Error(`assembly/${file} does not compile.\n${stderr}`);
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,100}/g);
  return lines.map((line) => `  '${line}'`).join(' +\n');
}
