// Compiles assembly/blend.ts and keeps the result in src/resize/blend-binary.ts:  node scripts/compile-blend.mjs
import { writeFile } from 'node:fs/promises';
import { compileAssembly } from './compile-assembly.mjs';

const target = new URL('../src/resize/blend-binary.ts', import.meta.url);

/** The text of the module that holds the compiled program. */
export async function blendModule() {
  const text = await compileAssembly('blend.ts', '--enable=simd');
  return `/** \`assembly/blend.ts\` compiled to WebAssembly by \`scripts/compile-blend.mjs\`, as base64. */\nexport const blendBinary =\n${text};\n`;
}

if (process.argv[1] === new URL(import.meta.url).pathname) await writeFile(target, await blendModule());
