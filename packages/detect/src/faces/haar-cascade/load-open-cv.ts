import { InvalidArgumentError } from '@imgclf/runtime';

interface Deletable {
  delete(): void;
}

/** A matrix in OpenCV's memory. */
export interface Mat extends Deletable {
  readonly data: Uint8Array;
}

interface List<Item> extends Deletable {
  size(): number;
  get(i: number): Item;
}

/** `cv::CascadeClassifier`. */
export interface CascadeClassifier extends Deletable {
  load(file: string): boolean;
  empty(): boolean;
  detectMultiScale2(
    image: Mat,
    boxes: List<{ x: number; y: number; width: number; height: number }>,
    hits: List<number>,
    ...options: [scaleFactor: number, minNeighbors: number, flags: number, minSize: object, maxSize: object]
  ): void;
}

/** The little of OpenCV.js that is used here; its own types lack parts of it. */
export interface OpenCv {
  readonly CV_8UC3: number;
  readonly COLOR_RGB2GRAY: number;
  Mat: { new (): Mat; new (rows: number, columns: number, type: number): Mat };
  Size: new (width: number, height: number) => object;
  RectVector: new () => Parameters<CascadeClassifier['detectMultiScale2']>[1];
  IntVector: new () => Parameters<CascadeClassifier['detectMultiScale2']>[2];
  CascadeClassifier: new () => CascadeClassifier;
  cvtColor(from: Mat, to: Mat, code: number): void;
  FS_createDataFile(
    folder: string,
    name: string,
    data: Uint8Array,
    ...rights: [boolean, boolean, boolean]
  ): void;
  FS_unlink(file: string): void;
  onRuntimeInitialized?: () => void;
}

let loading: Promise<{ cv: OpenCv }> | undefined;

/**
 * Loads OpenCV's WebAssembly build on first use; some 11 MB, a second or two.
 *
 * @returns it in an object, because it has a `then` of its own that never ends an `await`
 * @throws {InvalidArgumentError} when the package is not installed
 */
export function loadOpenCv(): Promise<{ cv: OpenCv }> {
  loading ??= start().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function start(): Promise<{ cv: OpenCv }> {
  const restore = keepProcessListeners();
  try {
    const cv = (await importOpenCv()).openCv as OpenCv;
    if (cv.Mat === undefined) await new Promise<void>((resolve) => (cv.onRuntimeInitialized = resolve));
    return { cv };
  } finally {
    restore();
  }
}

async function importOpenCv(): Promise<{ openCv: object }> {
  try {
    return await import('./open-cv-module');
  } catch (cause) {
    throw new InvalidArgumentError({
      argument: 'detector',
      allowed: 'blazeface where @techstark/opencv-js is not installed',
      received: 'haar-cascade',
      hint: 'npm install @techstark/opencv-js@4.12.0-release.1',
      cause,
    });
  }
}

interface Listeners {
  listeners(event: string): unknown[];
  off(event: string, listener: unknown): void;
}

/** OpenCV.js ends a Node process on any unhandled rejection of the program's; takes that back. */
function keepProcessListeners(): () => void {
  const { process } = globalThis as { process?: Partial<Listeners> };
  const events = ['uncaughtException', 'unhandledRejection'];
  const before = new Map(events.map((event) => [event, process?.listeners?.(event) ?? []]));
  return () => {
    for (const event of events) {
      const added = (process?.listeners?.(event) ?? []).filter((one) => !before.get(event)?.includes(one));
      for (const listener of added) process?.off?.(event, listener);
    }
  };
}
