import { InvalidArgumentError } from '@imgclf/runtime';

/** A URL as the page or worker sees it. @throws {InvalidArgumentError} when it is none */
export function absoluteUrl(url: string | URL, argument: string): URL {
  try {
    return new URL(url, globalThis.location?.href);
  } catch (cause) {
    throw new InvalidArgumentError({ argument, allowed: 'a URL', received: url, cause });
  }
}
