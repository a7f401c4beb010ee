import { packageConfig } from '@imgclf/config/tsup';
import { copyJpegTurbo } from './scripts/copy-jpeg-turbo.mjs';
import { esbuildKernels } from './scripts/kernels-plugin.mjs';

export default packageConfig(import.meta.url, {
  esbuildPlugins: [esbuildKernels],
  onSuccess: copyJpegTurbo,
});
