import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const beside = fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const data = process.env.IMGCLF_TEST_DATA ?? beside;

/** The photographs of cats and dogs, 2,000 in `train` and 1,000 in `validation`. */
export const photographs = path.join(data, 'cats_dogs');
/** MobileNetV2 without its top. */
export const weights = path.join(
  data,
  'weights/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224_no_top.h5',
);

/** Throws where the photographs or the weights are missing. */
export function checkData() {
  const missing = [photographs, weights].filter((file) => !existsSync(file));
  if (missing.length > 0) throw new TypeError(`Missing: ${missing.join(', ')}. Set IMGCLF_TEST_DATA.`);
}
