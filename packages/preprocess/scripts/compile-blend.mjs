// Compiles assembly/blend.ts and keeps the result in src/resize/blend-binary.ts:  node scripts/compile-blend.mjs
import { readFile, writeFile } from 'node:fs/promises';
import asc from 'assemblyscript/asc';

const sources = new URL('../assembly/', import.meta.url);
const target = new URL('../src/resize/blend-binary.ts', import.meta.url);
const flags = '--runtime=stub -O3 --noAssert --importMemory --noExportMemory --initialMemory=1 --enable=simd';

/** The text of the module that holds the compiled program. */
export async function blendModule() {
  let binary;
  const { error, stderr } = await asc.main(['blend.ts', ...flags.split(' '), '--outFile=blend.wasm'], {
    readFile: (name) => readFile(new URL(name, sources), 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null) throw new Error(`assembly/blend.ts does not compile.\n${stderr}`);
  const lines = Buffer.from(binary)
    .toString('base64')
    .match(/.{1,100}/g);
  const text = lines.map((line) => `  '${line}'`).join(' +\n');
  return `/** \`assembly/blend.ts\` compiled to WebAssembly by \`scripts/compile-blend.mjs\`, as base64. */\nexport const blendBinary =\n${text};\n`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) await writeFile(target, await blendModule());
