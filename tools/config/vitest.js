import { defineConfig } from 'vitest/config';

/**
 * The vitest configuration of a package: tests beside the source, in Node, one process for each file because a
 * TensorFlow.js backend is process-wide state.
 *
 * @param {import('vitest/config').ViteUserConfig['test']} [overrides] options for this package alone
 */
export function testConfig(overrides = {}) {
  return defineConfig({
    test: {
      include: ['src/**/*.test.ts'],
      environment: 'node',
      pool: 'forks',
      maxWorkers: 2,
      env: { IMGCLF_BACKEND: process.env.IMGCLF_BACKEND ?? 'wasm' },
      testTimeout: 60_000,
      hookTimeout: 60_000,
      reporters: ['default', ['json', { outputFile: '.vitest/results.json' }]],
      ...overrides,
    },
  });
}
