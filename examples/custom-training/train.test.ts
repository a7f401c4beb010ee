import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { expect, test } from 'vitest';

test('trains, evaluates, saves, loads and classifies', { timeout: 120_000 }, async () => {
  const cwd = await mkdtemp(path.join(tmpdir(), 'custom training '));
  for (const [label, background] of Object.entries({ dark: '#102030', light: '#e0f0d0' })) {
    const folder = path.join(cwd, 'photos', label);
    await mkdir(folder, { recursive: true });
    for (let i = 0; i < 12; i++) {
      const create = { width: 50 + i, height: 60, channels: 3 as const, background };
      await sharp({ create })
        .png()
        .toFile(path.join(folder, `${i}.png`));
    }
  }
  const script = fileURLToPath(new URL('train.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script], { cwd });
  expect(stdout).toContain('Grey features: 9216');
  expect(stdout).toMatch(/Accuracy [01]\.\d{3}, always guessing (dark|light)/);
  expect(stdout).toMatch(/label: '(dark|light)', score: [01]/);
  await rm(cwd, { recursive: true });
});
