import { existsSync } from 'node:fs';
import path from 'node:path';
import { inceptionResNetV2Application, mobileNetV2Application, resNet50Application } from '@imgclf/models';
import { imagenetWeightsPath } from '@imgclf/models/node';
import type { Architecture, BackboneName } from './architectures';

/** The pretrained backbones by their names in Keras. */
export const backbones = {
  mobilenet_v2: mobileNetV2Application,
  resnet50: resNet50Application,
  inception_resnet_v2: inceptionResNetV2Application,
} as const satisfies Record<BackboneName, unknown>;

/** What will be trained, and why. */
export interface Choice {
  architecture: Exclude<Architecture, 'auto'>;
  /** The file of the backbone's weights; absent where there is no backbone, or its weights are to be downloaded. */
  weights?: string;
  reason: string;
}

/**
 * Chooses what to train: what was asked for; else the backbone whose weights were given, or lie in the cache; else a
 * network of its own. Without being asked it downloads nothing.
 */
export function chooseArchitecture(asked: Architecture, weights: string | undefined): Choice {
  if (asked === 'cnn' || asked === 'dense') return { architecture: asked, reason: 'asked for' };
  if (asked !== 'auto') {
    const file = weights ?? cachedWeights(asked);
    return { architecture: asked, reason: 'asked for', ...(file === undefined ? {} : { weights: file }) };
  }
  if (weights !== undefined)
    return { architecture: backboneOf(weights), weights, reason: `its weights are in ${weights}` };
  for (const architecture of Object.keys(backbones) as BackboneName[]) {
    const file = cachedWeights(architecture);
    if (file !== undefined)
      return { architecture, weights: file, reason: `its ImageNet weights are in ${file}` };
  }
  const reason =
    'no pretrained weights are at hand; --model mobilenet_v2 downloads some, --weights names a file';
  return { architecture: 'cnn', reason };
}

/** The file of ImageNet weights without the top, where it was downloaded before. */
function cachedWeights(name: BackboneName): string | undefined {
  const file = imagenetWeightsPath(backbones[name].imagenetWeights({ includeTop: false }));
  return existsSync(file) ? file : undefined;
}

/** The backbone that a file of weights is for, by its name: Keras's files are called after it. */
export function backboneOf(file: string): BackboneName {
  const name = path.basename(file).toLowerCase().replaceAll('-', '_');
  if (name.includes('inception_resnet')) return 'inception_resnet_v2';
  return name.includes('resnet') ? 'resnet50' : 'mobilenet_v2';
}
