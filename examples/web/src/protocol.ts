import type { ImageFile } from '@imgclf/data/browser';
import type { Classification } from '@imgclf/runtime';
import type { BackendInfo } from '@imgclf/runtime/browser';
import type { Logs } from '@imgclf/train';

/** A picture of a class. */
export interface LabelledFile extends ImageFile {
  readonly label: string;
}

/** A file that is no picture this page can read, and why. */
export interface BadFile {
  readonly path: string;
  readonly message: string;
}

/** Which network to train, and how. */
export interface TrainingSettings {
  readonly network: 'cnn' | 'dense' | 'backbone';
  readonly backbone: 'mobileNetV2' | 'resNet50' | 'inceptionResNetV2';
  /** Height and width in pixels that pictures are resized to. */
  readonly imageSize: number;
  readonly epochs: number;
  readonly seed: number;
}

/** Everything a run is made of. */
export interface TrainingJob {
  readonly classNames: readonly string[];
  /** In the order to split them in. */
  readonly files: readonly LabelledFile[];
  readonly settings: TrainingSettings;
  /** The backbone's weights: a file or a URL. */
  readonly weights: Blob | string | undefined;
  /** Whether to go on from the checkpoint that is there. */
  readonly resume: boolean;
}

/** What the worker tells while it trains. */
export type TrainingNews =
  | { type: 'note'; message: string }
  | { type: 'stage'; stage: 'weights' | 'features' | 'finishing' }
  | { type: 'weights'; received: number; total: number | undefined }
  | { type: 'loading'; done: number; total: number }
  | { type: 'step'; epoch: number; step: number; steps: number; logs: Logs }
  | { type: 'curve'; metric: string; svg: string };

/** A held-out picture that was taken for another class. */
export interface Mistake {
  readonly path: string;
  readonly truth: string;
  readonly predicted: string;
  readonly score: number;
}

/** What is known of the model on held-out pictures. */
export interface Results {
  readonly accuracy: number;
  /** The accuracy of always answering the most frequent class. */
  readonly baseline: number;
  readonly heldOut: number;
  readonly perClass: readonly { label: string; precision: number; recall: number; support: number }[];
  /** The confusion matrix as an SVG document. */
  readonly confusion: string;
  readonly mistakes: readonly Mistake[];
}

/** A model that is ready to classify. */
export interface ReadyModel {
  readonly classNames: readonly string[];
  /** The model's parameters. */
  readonly parameters: number;
  /** Whether Grad-CAM can look at it: it has convolutions. */
  readonly canExplain: boolean;
  /** The saved classifier, a zip archive. */
  readonly archive: Blob;
}

/** What training ends with. */
export interface TrainingOutcome {
  readonly model: ReadyModel;
  readonly results: Results;
  readonly unreadable: readonly BadFile[];
  /** Whether it was stopped before the last epoch. */
  readonly stopped: boolean;
}

/** Where the model saw what it saw. */
export interface Explanation {
  /** The picture with a heat map over it. */
  readonly picture: Blob;
  readonly label: string;
}

/** What the gate says of a picture. */
export interface GateAnswer {
  readonly kind: 'dog' | 'human' | 'neither';
  /** The breeds of a dog, or those that a human resembles, best first. */
  readonly breeds: readonly Classification[];
  /** Why, in sentences. */
  readonly reasons: readonly string[];
}

export type ExportFormat = 'tfjs' | 'h5' | 'onnx';

/** What the worker does for the page. Everything that takes long is here, so that the page always answers. */
export interface WorkerApi {
  start(): Promise<BackendInfo>;
  /** The files among these that cannot be used, judged by their first and last bytes. */
  check(files: readonly ImageFile[]): Promise<BadFile[]>;
  train(job: TrainingJob, tell: (news: TrainingNews) => void): Promise<TrainingOutcome | undefined>;
  /** Ends the run after the current step. */
  stop(): void;
  /** Makes a saved classifier, a zip archive or its files, the model. */
  load(files: readonly File[]): Promise<ReadyModel>;
  classify(picture: Blob | ImageBitmap): Promise<Classification[]>;
  explain(picture: Blob, classIndex: number): Promise<Explanation>;
  /** Takes downloaded weights out of the browser's cache; says whether there were any. */
  forgetWeights(): Promise<boolean>;
  exportModel(format: ExportFormat): Promise<Blob>;
  /** Makes the gate ready: a face detector, and MobileNetV2 from a file of its weights with the top. */
  openGate(weights: Blob): Promise<void>;
  askGate(picture: Blob | ImageBitmap): Promise<GateAnswer>;
}
