import { imageDatasetFromDirectory } from '@imgclf/data/node';
import { initBackend } from '@imgclf/runtime/node';

await initBackend();
let images = 0;
for await (const { xs } of await imageDatasetFromDirectory(process.argv[2], { imageSize: 8 }))
  images += xs.shape[0];
if (images !== 40) throw new Error(`It read ${images} images.`);
