import { getConnInfo } from '@hono/node-server/conninfo';
import { createMiddleware } from 'hono/factory';
import { HTTPException } from 'hono/http-exception';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Answers 429 to an address that sends more than so many requests a minute. */
export function limitRate(perMinute: number) {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  return createMiddleware(async (context, next) => {
    try {
      await limiter.consume(getConnInfo(context).remote.address ?? 'unknown');
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      context.header('Retry-After', String(Math.ceil(refusal.msBeforeNext / 1000)));
      throw new HTTPException(429, { message: `At most ${perMinute} pictures a minute.` });
    }
    await next();
  });
}
