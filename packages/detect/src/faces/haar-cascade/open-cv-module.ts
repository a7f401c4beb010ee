import cv from '@techstark/opencv-js';

/**
 * OpenCV.js by a name of its own. It has a `then`, which bundlers would put on the module itself; `import()` of that never
 * ends.
 */
export const openCv: object = cv;
