import { testConfig } from '@imgclf/config/vitest';

export default testConfig({ include: ['*.test.ts'] });
