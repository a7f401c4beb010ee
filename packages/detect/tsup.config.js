import { packageConfig } from '@imgclf/config/tsup';

export default packageConfig(import.meta.url);
