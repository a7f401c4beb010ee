import { processImage, resizeImage } from '@imgclf/preprocess';

const image = { width: 4, height: 4, channels: 3, data: new Uint8Array(48).fill(255) };
const { data } = resizeImage(image, { height: 2, width: 2 });
if (data.length !== 12 || data.some((value) => value !== 255)) throw new Error('It does not resize.');
if (processImage(image).length !== 9216) throw new Error('It does not process.');
