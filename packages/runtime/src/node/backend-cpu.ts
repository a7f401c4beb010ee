import { MathBackendCPU, version_cpu } from '@tensorflow/tfjs-backend-cpu';
import type { BackendStarter } from '../backends/backend-starter';
import { processorName } from './processor-name';

/** Plain JavaScript: works everywhere, and slowly. */
export const cpuStarter: BackendStarter = {
  name: 'cpu',
  registryName: 'cpu',
  start({ running }) {
    const instance = running ?? new MathBackendCPU();
    // Its first tensor would print an advertisement for another package.
    Object.assign(instance, { firstUse: false });
    return { instance, device: `${processorName()}, plain JavaScript`, threads: 1, version: version_cpu };
  },
};
