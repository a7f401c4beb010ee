import { testConfig } from '@imgclf/config/vitest';
import { viteKernels } from './scripts/kernels-plugin.mjs';

export default { ...testConfig(), plugins: [viteKernels] };
