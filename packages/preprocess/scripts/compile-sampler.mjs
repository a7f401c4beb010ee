// Compiles assembly/sampler.ts and keeps the results in src/sampling/sampler-binary.ts:  node scripts/compile-sampler.mjs
import { writeFile } from 'node:fs/promises';
import { compileAssembly } from './compile-assembly.mjs';

const target = new URL('../src/sampling/sampler-binary.ts', import.meta.url);
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
    const text = await compileAssembly('sampler.ts', flags);
    return `/** The sampler ${use}, as base64. */\nexport const ${name} =\n${text};\n`;
  });
  const head = '// `assembly/sampler.ts` compiled to WebAssembly by `scripts/compile-sampler.mjs`.\n\n';
  return head + (await Promise.all(parts)).join('\n');
}

if (process.argv[1] === new URL(import.meta.url).pathname) await writeFile(target, await samplerModule());
