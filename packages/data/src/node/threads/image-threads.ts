import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { ImagePlan, ManyImagesLoader } from '../../images/image-loader';
import { findProgram } from './find-program';
import { ImageThread } from './image-thread';
import type { LoadedFiles, LoadJob } from './load-images';

/** The threads of the process. They start when they are needed and serve every dataset. */
const threads = new Set<ImageThread>();

/** Memory to use again. Fresh memory for every batch makes the garbage collector run all the time. */
const spareBuffers: ArrayBuffer[] = [];
const maxSpareBuffers = 16;

/** Loads image files in threads of their own, as many as there are processors. */
export const fileThreads: ManyImagesLoader<string> = {
  countFor: (parallelism) =>
    parallelism === 1 || findProgram() === undefined ? 0 : Math.min(parallelism, availableParallelism()),
  async load(files, { parallelism, ...options }) {
    const paths = files.map((file) => path.resolve(file));
    const thread = threadFor(fileThreads.countFor(parallelism));
    return split(await thread.run({ files: paths, plan: planOf(options), buffer: spareBuffers.pop() }));
  },
  reuse(buffer) {
    if (spareBuffers.length < maxSpareBuffers) spareBuffers.push(buffer);
  },
};

/** What the threads have to know, without what cannot be sent to them. */
function planOf({ colorMode, imageSize, interpolation, ...options }: ImagePlan): LoadJob['plan'] {
  const { cropToAspectRatio, padToAspectRatio, applyExifOrientation, maxPixels } = options;
  const resizing = { imageSize, interpolation, cropToAspectRatio, padToAspectRatio };
  return { colorMode, applyExifOrientation, maxPixels, ...resizing };
}

/** An idle thread, a new one where there may be more, or the one with the fewest jobs. */
function threadFor(count: number): ImageThread {
  let best: ImageThread | undefined;
  for (const thread of threads) if (best === undefined || thread.jobs < best.jobs) best = thread;
  if (best !== undefined && (best.jobs === 0 || threads.size >= count)) return best;
  const thread: ImageThread = new ImageThread(findProgram() as string, () => {
    threads.delete(thread);
    if (threads.size === 0) spareBuffers.length = 0;
  });
  threads.add(thread);
  return thread;
}

function split({ data, isLoaded }: LoadedFiles): (LoadedFiles['data'] | undefined)[] {
  const length = data.length / isLoaded.length;
  return isLoaded.map((loaded, i) => (loaded ? data.subarray(i * length, (i + 1) * length) : undefined));
}
