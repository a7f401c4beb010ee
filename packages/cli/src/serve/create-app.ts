import type { ImageClassifier } from '@imgclf/models';
import { type Classification, ImgclfError, type PixelImage } from '@imgclf/runtime';
import { nodePlatform } from '@imgclf/runtime/node';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { Batcher } from './batcher';
import { limitRate } from './limit-rate';
import { createMetrics } from './metrics';
import { readUpload } from './read-upload';
import { uploadPage } from './upload-page';

/** How a classifier is served. */
export interface AppOptions {
  /** Classes in an answer. */
  top: number;
  /** Bytes in an upload. */
  maxBytes: number;
  /** Pixels in a picture. */
  maxPixels: number;
  /** Pictures that go through the model together. */
  maxBatch: number;
  /** Pictures that may wait; further ones are answered 503. */
  maxWaiting: number;
  /** Requests a minute from one address; further ones are answered 429. */
  rate: number;
}

/** A web application and how to let it finish. */
export interface App {
  fetch: Hono['fetch'];
  /** Resolves when every picture that was taken is classified. */
  drained: () => Promise<void>;
}

/**
 * The web application around a classifier: `POST /classify` with a picture as the body or as the field `file` of a form,
 * `GET /health`, `GET /metrics` for Prometheus, and a page to upload pictures on at `/`.
 */
export function createApp(classifier: ImageClassifier, options: AppOptions): App {
  const { top, maxBatch, maxWaiting, maxBytes, maxPixels, rate } = options;
  const { colorMode, applyExifOrientation } = classifier;
  const metrics = createMetrics();
  const batcher = new Batcher<PixelImage, Classification[]>({
    run: (images) => {
      metrics.batchSizes.observe(images.length);
      return classifier.classifyBatch(images, { top });
    },
    maxBatch,
    maxWaiting,
  });
  const classify = async (context: Context) => {
    if (batcher.isFull) throw new HTTPException(503, { message: 'Too many pictures are waiting.' });
    const bytes = await readUpload(context);
    const image = await nodePlatform.decodeImage(bytes, { colorMode, applyExifOrientation, maxPixels });
    const classes = await batcher.add(image);
    const [best] = classes;
    return context.json({ label: best?.label, score: best?.score, top: classes });
  };

  const app = new Hono();
  app.use(metrics.measure);
  app.get('/', (context) => context.html(uploadPage(classifier.classNames)));
  app.get('/health', (context) => context.json({ status: 'ok', classes: classifier.classNames }));
  app.get('/metrics', async (context) => context.text(await metrics.text()));
  app.post(
    '/classify',
    limitRate(rate),
    bodyLimit({ maxSize: maxBytes, onError: refuseSize(maxBytes) }),
    classify,
  );
  app.notFound((context) =>
    context.json({ error: { code: 'NOT_FOUND', message: 'There is nothing here.' } }, 404),
  );
  app.onError(answerError);
  return { fetch: app.fetch, drained: () => batcher.drained() };
}

function refuseSize(maxBytes: number) {
  return () => {
    throw new HTTPException(413, { message: `Pictures may have ${maxBytes} bytes at most.` });
  };
}

/** What is wrong with a picture is the client's to mend; the rest is ours. */
function answerError(error: Error, context: Context) {
  if (error instanceof HTTPException)
    return context.json({ error: { code: 'HTTP_ERROR', message: error.message } }, error.status);
  if (ImgclfError.isInstance(error) && error.code.startsWith('IMAGE_')) {
    const { code, message } = error;
    return context.json({ error: { code, message } }, code === 'IMAGE_TOO_LARGE' ? 413 : 422);
  }
  process.stderr.write(`${error.stack ?? error.message}\n`);
  return context.json({ error: { code: 'INTERNAL', message: 'The picture could not be classified.' } }, 500);
}
