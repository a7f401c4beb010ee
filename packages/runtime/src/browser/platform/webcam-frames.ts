import { InvalidArgumentError } from '../../errors/invalid-argument-error';
import type { PixelImage } from '../../platform/pixel-image';

/**
 * The frames of a playing video, such as a webcam's: pictures to learn from, or to be classified one after another. Each
 * frame is taken when it is asked for, so that whoever is slow skips frames instead of falling behind. Nothing leaves the
 * page.
 *
 * @param video shows the stream; the caller asks for the camera
 * @param options `signal` ends the stream without an error
 * @throws {InvalidArgumentError} when `video` is none, or the page may not read its pixels
 * @example
 * video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
 * await video.play();
 * for await (const frame of webcamFrames(video, { signal })) show(await classifier.classify(frame));
 */
export async function* webcamFrames(
  video: HTMLVideoElement,
  { signal }: { signal?: AbortSignal } = {},
): AsyncGenerator<PixelImage, void, undefined> {
  if (!(video instanceof HTMLVideoElement))
    throw new InvalidArgumentError({ argument: 'video', allowed: 'a video element', received: video });
  const context = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  const isOver = () => signal?.aborted === true || video.ended;
  while (context !== null && !isOver()) {
    await nextFrame(video, signal);
    if (!isOver()) yield readFrame(video, context);
  }
}

function nextFrame(video: HTMLVideoElement, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const handle = video.requestVideoFrameCallback(() => resolve());
    const stop = () => {
      video.cancelVideoFrameCallback(handle);
      resolve();
    };
    signal?.addEventListener('abort', stop, { once: true });
    video.addEventListener('ended', stop, { once: true });
  });
}

function readFrame(video: HTMLVideoElement, context: OffscreenCanvasRenderingContext2D): PixelImage {
  const { videoWidth: width, videoHeight: height } = video;
  context.canvas.width = width;
  context.canvas.height = height;
  context.drawImage(video, 0, 0);
  try {
    const { data } = context.getImageData(0, 0, width, height);
    return { width, height, channels: 4, data: new Uint8Array(data.buffer) };
  } catch (cause) {
    const allowed = 'a video that the page may read';
    throw new InvalidArgumentError({ argument: 'video', allowed, received: video.currentSrc, cause });
  }
}
