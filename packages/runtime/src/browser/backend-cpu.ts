import { MathBackendCPU, version_cpu } from '@tensorflow/tfjs-backend-cpu';
import type { BackendStarter } from '../backends/backend-starter';

/** Plain JavaScript: works everywhere, and slowly. */
export const cpuStarter: BackendStarter = {
  name: 'cpu',
  registryName: 'cpu',
  start: ({ running }) => ({
    instance: running ?? new MathBackendCPU(),
    device: 'processor, plain JavaScript',
    threads: 1,
    version: version_cpu,
  }),
};
