import { createPreprocessor, resizeImage } from '@imgclf/preprocess';
import type { PixelImage } from '@imgclf/runtime';
import { browserPlatform } from '@imgclf/runtime/browser';
import { gradCam, heatmapOverlay } from '@imgclf/train';
import type { Explanation } from '../protocol';
import { currentModel } from './current-model';

const longestSide = 480;

/** Shows where in a picture the model saw a class: Grad-CAM as a heat map over it. */
export async function explain(picture: Blob, classIndex: number): Promise<Explanation> {
  const { model, preprocessing, classNames, colorMode, applyExifOrientation } = currentModel();
  const bytes = new Uint8Array(await picture.arrayBuffer());
  const image = await browserPlatform.decodeImage(bytes, { colorMode, applyExifOrientation });
  const input = createPreprocessor(preprocessing).process(image);
  try {
    const { heatmap } = await gradCam(model, input, { classIndex });
    const png = await browserPlatform.encodePng(heatmapOverlay(smaller(image), heatmap));
    const label = classNames[classIndex] ?? String(classIndex);
    return { picture: new Blob([png as Uint8Array<ArrayBuffer>], { type: 'image/png' }), label };
  } finally {
    input.dispose();
  }
}

function smaller(image: PixelImage): PixelImage {
  const scale = Math.min(1, longestSide / Math.max(image.width, image.height));
  const [width, height] = [image.width, image.height].map((side) => Math.max(1, Math.round(side * scale)));
  return resizeImage(image, { width: width ?? 1, height: height ?? 1, interpolation: 'nearest' });
}
