import { type FusedModel, fuseGraphModel, type GraphModelFiles, graphWeightsFile } from '@imgclf/models';
import { InvalidFileError, type PixelImage, parseOptions } from '@imgclf/runtime';
import * as tf from '@tensorflow/tfjs-core';
import type * as v from 'valibot';
import { letterbox } from '../../picture/letterbox';
import { toRgb } from '../../picture/to-rgb';
import type { Face, FaceDetector } from '../face';
import { anchors, inputSide } from './anchors';
import { type BlazeFaceOptions, blazeFaceSchema } from './blaze-face-options';
import { decodeFaces, landmarksOf, type RawFaces } from './decode-faces';
import { mergeFaces } from './merge-faces';

/** What the graph model's JSON is called in a saved gate. */
export const blazeFaceFile = 'blazeface.json';
/** The scores of both grids, and then what they say of the boxes: 1 and 16 numbers for each anchor. */
const outputs = ['Identity', 'Identity_1', 'Identity_2', 'Identity_3'];
const [scoreCount, boxCount] = [anchors.length, anchors.length * 16];

/**
 * Makes a face detector from BlazeFace's files, MediaPipe's detector for the back camera with an input of 256 x 256. It
 * looks at the whole picture once; faces below 1/25 of the picture's longer side are often missed.
 *
 * @param files the graph model, as `@vladmandic/human` carries it in `models`
 * @returns a detector that the caller owns
 * @throws {InvalidArgumentError} when an option is wrong
 * @throws {InvalidFileError} when the files are damaged or of another model
 * @example
 * const face = await createBlazeFace({ json, weights, file: 'blazeface.json' });
 * const [best] = await face.detectFaces(image); // { xmin: 583, ymin: 57, ..., score: 0.92, landmarks: {...} }
 */
export async function createBlazeFace(
  files: GraphModelFiles,
  options: BlazeFaceOptions = {},
): Promise<FaceDetector> {
  const settings = parseOptions(blazeFaceSchema, options);
  const model = fuseGraphModel(files, { outputs });
  try {
    await runModel(model, new Float32Array(inputSide * inputSide * 3));
  } catch (cause) {
    model.dispose();
    const message = `${files.file} is not BlazeFace for pictures of ${inputSide} x ${inputSide}.`;
    throw new InvalidFileError({ file: files.file, message, cause });
  }
  return new BlazeFace(model, settings, files);
}

class BlazeFace implements FaceDetector {
  readonly name = 'blazeface';
  readonly settings: v.InferOutput<typeof blazeFaceSchema>;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly #model: FusedModel;

  constructor(model: FusedModel, settings: BlazeFace['settings'], { json, weights, file }: GraphModelFiles) {
    this.#model = model;
    this.settings = settings;
    this.files = new Map([
      [blazeFaceFile, json],
      [graphWeightsFile(json, file), weights],
    ]);
  }

  async detectFaces(image: PixelImage): Promise<Face[]> {
    const { data, toX, toY } = letterbox(toRgb(image), inputSide);
    const raw = await runModel(this.#model, data);
    const faces = mergeFaces(decodeFaces(raw, this.settings.minScore), this.settings.minOverlap);
    return faces.map(({ score, landmarks, ...box }) => ({
      score,
      xmin: toX(box.xmin),
      ymin: toY(box.ymin),
      xmax: toX(box.xmax),
      ymax: toY(box.ymax),
      ...(landmarks && {
        landmarks: landmarksOf((name) => ({ x: toX(landmarks[name].x), y: toY(landmarks[name].y) })),
      }),
    }));
  }

  dispose(): void {
    this.#model.dispose();
  }
}

/** Runs BlazeFace on one picture. */
async function runModel(model: FusedModel, data: Float32Array): Promise<RawFaces> {
  const output = tf.tidy(() => model.predict(tf.tensor4d(data, [1, inputSide, inputSide, 3])));
  try {
    const values = await output.data<'float32'>();
    if (values.length !== scoreCount + boxCount) throw new RangeError(`It gives ${values.length} numbers.`);
    return { scores: values.subarray(0, scoreCount), boxes: values.subarray(scoreCount) };
  } finally {
    output.dispose();
  }
}
