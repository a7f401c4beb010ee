import { createMiddleware } from 'hono/factory';
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Measures what the server does, for Prometheus. */
export function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'imgclf_requests_total',
    help: 'Requests by path and status',
    labelNames: ['path', 'status'],
    registers,
  });
  const seconds = new Histogram({
    name: 'imgclf_classify_seconds',
    help: 'Time to answer a picture, in seconds',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers,
  });
  const batchSizes = new Histogram({
    name: 'imgclf_batch_size',
    help: 'Pictures that went through the model together',
    buckets: [1, 2, 4, 8, 16, 32],
    registers,
  });
  const measure = createMiddleware(async (context, next) => {
    const started = performance.now();
    await next();
    const path = context.res.status === 404 ? 'other' : context.req.path;
    requests.inc({ path, status: context.res.status });
    if (path === '/classify') seconds.observe((performance.now() - started) / 1000);
  });
  return { measure, batchSizes, text: () => registry.metrics() };
}
