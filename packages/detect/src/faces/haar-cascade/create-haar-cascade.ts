import { InvalidArgumentError, InvalidFileError, type PixelImage, parseOptions } from '@imgclf/runtime';
import type * as v from 'valibot';
import { type RgbImage, toRgb } from '../../picture/to-rgb';
import type { Face, FaceDetector } from '../face';
import { type HaarCascadeOptions, haarCascadeSchema } from './haar-cascade-options';
import { type CascadeClassifier, loadOpenCv, type OpenCv } from './load-open-cv';

/** What the cascade is called in a saved gate. */
export const cascadeFile = 'cascade.xml';

/** A cascade's XML and what to call it in errors. */
export interface CascadeFile {
  xml: Uint8Array;
  file: string;
}

/**
 * Makes a face detector from a Haar cascade, such as OpenCV's `haarcascade_frontalface_alt.xml`: `detectMultiScale` of
 * OpenCV's own WebAssembly build, on the grey picture. Needs the package `@techstark/opencv-js`, which is loaded here.
 *
 * @returns a detector that the caller owns
 * @throws {InvalidArgumentError} when an option is wrong or `@techstark/opencv-js` is not installed
 * @throws {InvalidFileError} when the file is no cascade
 * @example
 * const face = await createHaarCascade({ xml, file: 'haarcascade_frontalface_alt.xml' });
 * const faces = await face.detectFaces(image);
 */
export async function createHaarCascade(
  { xml, file }: CascadeFile,
  options: HaarCascadeOptions = {},
): Promise<FaceDetector> {
  const settings = parseOptions(haarCascadeSchema, options);
  const { cv } = await loadOpenCv();
  return new HaarCascade({ cv, cascade: readCascade(cv, { xml, file }), xml, settings });
}

interface Parts {
  cv: OpenCv;
  cascade: CascadeClassifier;
  xml: Uint8Array;
  settings: v.InferOutput<typeof haarCascadeSchema>;
}

class HaarCascade implements FaceDetector {
  readonly name = 'haar-cascade';
  readonly settings: Parts['settings'];
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly #cv: OpenCv;
  readonly #cascade: CascadeClassifier;

  constructor({ cv, cascade, xml, settings }: Parts) {
    this.#cv = cv;
    this.#cascade = cascade;
    this.settings = settings;
    this.files = new Map([[cascadeFile, xml]]);
  }

  async detectFaces(image: PixelImage): Promise<Face[]> {
    return this.#detect(toRgb(image)).sort((a, b) => b.score - a.score);
  }

  #detect(image: RgbImage): Face[] {
    const cv = this.#cv;
    const { scaleFactor, minNeighbors, minSize, maxSize } = this.settings;
    const [color, grey] = [new cv.Mat(image.height, image.width, cv.CV_8UC3), new cv.Mat()];
    const [boxes, hits] = [new cv.RectVector(), new cv.IntVector()];
    try {
      color.data.set(image.data);
      cv.cvtColor(color, grey, cv.COLOR_RGB2GRAY);
      const sizes = [new cv.Size(minSize, minSize), new cv.Size(maxSize, maxSize)] as const;
      this.#cascade.detectMultiScale2(grey, boxes, hits, scaleFactor, minNeighbors, 0, ...sizes);
      return Array.from({ length: boxes.size() }, (_, i) => {
        const { x, y, width, height } = boxes.get(i);
        return { xmin: x, ymin: y, xmax: x + width, ymax: y + height, score: hits.get(i) };
      });
    } catch (cause) {
      // OpenCV throws bare numbers, such as for want of memory.
      throw new InvalidArgumentError({
        argument: 'image',
        allowed: 'a picture that fits into the memory of OpenCV',
        received: `${image.width} x ${image.height}`,
        cause,
      });
    } finally {
      for (const used of [color, grey, boxes, hits]) used.delete();
    }
  }

  dispose(): void {
    this.#cascade.delete();
  }
}

let loaded = 0;

/** OpenCV reads cascades from its own file system only; it throws bare numbers where the XML is broken. */
function readCascade(cv: OpenCv, { xml, file }: CascadeFile): CascadeClassifier {
  const name = `cascade-${loaded++}.xml`;
  const cascade = new cv.CascadeClassifier();
  cv.FS_createDataFile('/', name, xml, true, false, false);
  try {
    if (cascade.load(`/${name}`) && !cascade.empty()) return cascade;
    throw new TypeError('OpenCV finds no cascade in it.');
  } catch (cause) {
    cascade.delete();
    const message = `${file} is no cascade that OpenCV reads.`;
    throw new InvalidFileError({ file, message, cause });
  } finally {
    cv.FS_unlink(`/${name}`);
  }
}
