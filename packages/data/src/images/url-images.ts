import type { Platform } from '@imgclf/runtime';
import type { ImageItems } from './image-dataset-from-items';
import { encodedImageLoader } from './image-loader';

/** Images behind URLs, fetched and decoded by a platform. */
export function urlImages(urls: readonly (string | URL)[], platform: Platform): ImageItems<string> {
  const nameOf = (url: string) => url;
  return {
    items: urls.map(String),
    nameOf,
    load: encodedImageLoader(platform, {
      read: (url, { signal }) => platform.readBytes(url, signal && { signal }),
      nameOf,
    }),
  };
}
