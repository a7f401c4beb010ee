export { countLabels } from './count-labels.js';
export { createBackbone } from './create-backbone.js';
export { findPart } from './find-part.js';
export { readImage } from './read-image.js';
export { readSettings } from './read-settings.js';
export { spread } from './spread.js';
export { writePictures } from './write-pictures.js';
export { writeResult } from './write-result.js';
