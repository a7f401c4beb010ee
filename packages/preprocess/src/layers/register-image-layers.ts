import { serialization } from '@tensorflow/tfjs-core';
import { CenterCrop } from './center-crop';
import { Normalization } from './normalization';
import { RandomBrightness } from './random-brightness';
import { RandomContrast } from './random-contrast';
import { RandomCrop } from './random-crop';
import { RandomFlip } from './random-flip';
import { RandomRotation } from './random-rotation';
import { RandomTranslation } from './random-translation';
import { RandomZoom } from './random-zoom';
import { Resizing } from './resizing';

/**
 * Makes these layers known by their Keras names to every model that is loaded afterwards in this process, in place of
 * TensorFlow.js's own `Resizing` and `CenterCrop`. Call it before a model that holds such layers is loaded. May be
 * called any number of times.
 *
 * @example
 * registerImageLayers();
 * const model = await loadLayersModel('file://model.json');
 */
export function registerImageLayers(): void {
  for (const layer of [
    CenterCrop,
    Normalization,
    RandomBrightness,
    RandomContrast,
    RandomCrop,
    RandomFlip,
    RandomRotation,
    RandomTranslation,
    RandomZoom,
    Resizing,
  ])
    serialization.registerClass(layer as never);
}
