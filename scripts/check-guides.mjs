/** `npm run check-guides`: type-checks the TypeScript of every guide, as one program each, against the built packages. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root, run } from './workspace.mjs';

const guides = path.join(root, 'docs', 'guides');
const folder = path.join(root, 'examples', 'custom-training', '.guides');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
for (const name of readdirSync(guides)) {
  const blocks = readFileSync(path.join(guides, name), 'utf8').matchAll(/^```ts\n(.*?)^```$/gms);
  const program = Array.from(blocks, ([, code]) => code).join('\n');
  if (program !== '')
    writeFileSync(path.join(folder, name.replace('.md', '.ts')), `${program}\nexport {};\n`);
}
const config = { extends: '../tsconfig.json', compilerOptions: { noEmit: true }, include: ['*.ts'] };
writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify(config));
process.exitCode = run(['tsc', '-p', folder]);
rmSync(folder, { recursive: true });
