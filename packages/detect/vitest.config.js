import { testConfig } from '@imgclf/config/vitest';

export default testConfig();
