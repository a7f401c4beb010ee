import { testConfig } from '@imgclf/config/vitest';

// OpenCV.js has a `then` of its own; vitest's interop would put it on the module and make every import of it hang.
export default testConfig({ deps: { interopDefault: false } });
