import { packageConfig } from '@imgclf/config/tsup';
import { esbuildKernels } from './scripts/kernels-plugin.mjs';

export default packageConfig(import.meta.url, { esbuildPlugins: [esbuildKernels] });
