import type { PixelImage, Platform } from '@imgclf/runtime';
import type { ClassifierEvaluation } from '../../evaluate/evaluate-classifier';
import type { History } from '../../history/history';

/** What the report says of the data. */
export interface ReportDataset {
  /** For each part (`train`, `validation`, ...) the number of pictures of each class. */
  counts: Readonly<Record<string, ArrayLike<number>>>;
  /** The classes, in the order of the counts. */
  classNames: readonly string[];
  /** Files that could not be read and were left out, as `ImageDataset.unreadable` lists them. */
  unreadable?: readonly { readonly file: string; readonly message: string }[];
}

/** The backend that computed; `initBackend` returns one. */
export interface ReportBackend {
  readonly name: string;
  readonly device?: string;
  readonly threads?: number;
}

/** What a report shows. Whatever is left out takes no room. */
export interface ReportOptions {
  /** Encodes the pictures: `nodePlatform` or `browserPlatform` of `@imgclf/runtime`. */
  platform: Pick<Platform, 'encodePng'>;
  /** @default 'Training report' */
  title?: string;
  /** What `fit` returned. */
  history?: History;
  /** What `evaluateClassifier` returned for pictures that were not trained on. */
  evaluation?: ClassifierEvaluation;
  /**
   * The picture at a place in the evaluation. With it the report shows 25 predictions spread evenly over the set, the
   * worst mistakes, and the first picture with the probability of each class.
   */
  imageOf?: (index: number) => PixelImage | Promise<PixelImage>;
  /** The values shown as black and white where pixels are a `Float32Array`; by default each picture's own extremes. */
  range?: readonly [black: number, white: number];
  dataset?: ReportDataset;
  /** How long training took, in seconds. */
  trainingSeconds?: number;
  backend?: ReportBackend;
  /** The settings of the run, by the names that one would set them by. */
  settings?: Readonly<Record<string, string | number | boolean>>;
  /** What `summary(model)` returned. */
  modelSummary?: string;
  /** The folder of the saved model, for the lines of code that load it. */
  modelFolder?: string;
}
