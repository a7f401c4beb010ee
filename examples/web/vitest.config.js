import { testConfig } from '@imgclf/config/vitest';

export default testConfig({
  include: ['test/**/*.test.ts'],
  maxWorkers: 1,
  testTimeout: 240_000,
  hookTimeout: 120_000,
});
