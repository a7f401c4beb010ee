import { testConfig } from '@imgclf/config/vitest';

// A test runs a whole program.
export default testConfig({ include: ['*.test.ts'], testTimeout: 240_000 });
