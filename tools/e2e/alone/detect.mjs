import { loadBlazeFace } from '@imgclf/detect/node';
import { initBackend } from '@imgclf/runtime/node';

await initBackend();
const detector = await loadBlazeFace(); // its weights come with @vladmandic/human
const image = { width: 128, height: 128, channels: 3, data: new Uint8Array(128 * 128 * 3).fill(99) };
const faces = await detector.detectFaces(image);
if (faces.length !== 0) throw new Error(`It sees ${faces.length} faces where there is nothing.`);
