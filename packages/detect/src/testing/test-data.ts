import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const beside = fileURLToPath(new URL('../../../../../shared/data', import.meta.url));

/** The folder of real photographs and weights, which need not be there. */
export const dataFolder = process.env.IMGCLF_TEST_DATA ?? beside;

/** Whether `parts` name a file or folder of {@link dataFolder}. */
export const hasData = (...parts: string[]) => existsSync(path.join(dataFolder, ...parts));

/** OpenCV's cascade, where `IMGCLF_HAAR_CASCADE` or Debian's `opencv-data` has it. */
export const frontalFaceCascade =
  process.env.IMGCLF_HAAR_CASCADE ?? '/usr/share/opencv4/haarcascades/haarcascade_frontalface_alt.xml';
