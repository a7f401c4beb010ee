import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { blendModule } from '../../scripts/compile-blend.mjs';

test('the binary is what the source compiles to', { timeout: 60_000 }, async () => {
  const kept = readFileSync(new URL('blend-binary.ts', import.meta.url), 'utf8');
  const parts = (text: string) => text.match(/'[^']+'/g);
  expect(parts(kept)).toEqual(parts(await blendModule()));
});
