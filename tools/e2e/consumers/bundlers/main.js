import { datasetFromArrays } from '@imgclf/data';
import { mobileNetV2Application } from '@imgclf/models';
import { resizeImage } from '@imgclf/preprocess';
import { initBackend } from '@imgclf/runtime/browser';
import { fit } from '@imgclf/train';

globalThis.imgclf = { datasetFromArrays, fit, initBackend, mobileNetV2Application, resizeImage };
