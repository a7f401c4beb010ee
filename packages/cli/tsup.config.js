import { packageConfig } from '@imgclf/config/tsup';

// A command, not a library: no types to give away.
export default packageConfig(import.meta.url, { entry: { main: 'src/main.ts' }, dts: false });
