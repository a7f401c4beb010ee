// Compiles assembly/sampler.ts and keeps the results in src/sampling/sampler-binary.ts:  node scripts/compile-sampler.mjs
import { readFile, writeFile } from 'node:fs/promises';
import asc from 'assemblyscript/asc';

const sources = new URL('../assembly/', import.meta.url);
const target = new URL('../src/sampling/sampler-binary.ts', import.meta.url);
const flags = '--runtime=stub -O3 --noAssert --importMemory --noExportMemory --initialMemory=1';
const variants = {
  samplerBinary: ['of a memory of one thread', '--enable=simd'],
  sharedSamplerBinary: [
    'of a memory that threads share',
    '--enable=simd,threads --sharedMemory --maximumMemory=65536',
  ],
};

/** The text of the module that holds the compiled programs. */
export async function samplerModule() {
  const parts = Object.entries(variants).map(async ([name, [use, flags]]) => {
    const lines = Buffer.from(await compile(flags))
      .toString('base64')
      .match(/.{1,100}/g);
    const text = lines.map((line) => `  '${line}'`).join(' +\n');
    return `/** The sampler ${use}, as base64. */\nexport const ${name} =\n${text};\n`;
  });
  const head = '// `assembly/sampler.ts` compiled to WebAssembly by `scripts/compile-sampler.mjs`.\n\n';
  return head + (await Promise.all(parts)).join('\n');
}

async function compile(variant) {
  let binary;
  const options = ['sampler.ts', ...flags.split(' '), ...variant.split(' '), '--outFile=sampler.wasm'];
  const { error, stderr } = await asc.main(options, {
    readFile: (name) => readFile(new URL(name, sources), 'utf8').catch(() => null),
    writeFile: (_name, contents) => {
      binary = contents;
    },
    listFiles: () => [],
  });
  if (error !== null) throw new Error(`assembly/sampler.ts does not compile.\n${stderr}`);
  return binary;
}

if (process.argv[1] === new URL(import.meta.url).pathname) await writeFile(target, await samplerModule());
