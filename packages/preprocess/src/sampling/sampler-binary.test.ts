import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { samplerModule } from '../../scripts/compile-sampler.mjs';

test('the binaries are what the source compiles to', { timeout: 60_000 }, async () => {
  const kept = readFileSync(new URL('sampler-binary.ts', import.meta.url), 'utf8');
  const parts = (text: string) => text.match(/'[^']+'/g);
  expect(parts(kept)).toEqual(parts(await samplerModule()));
});
