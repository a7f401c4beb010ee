import { InvalidFileError, type PixelImage, parseOptions } from '@imgclf/runtime';
import type { GraphModel } from '@tensorflow/tfjs-converter';
import * as tf from '@tensorflow/tfjs-core';
import type * as v from 'valibot';
import { letterbox } from '../../picture/letterbox';
import { toRgb } from '../../picture/to-rgb';
import type { Face, FaceDetector } from '../face';
import { anchorCounts, inputSide } from './anchors';
import { type BlazeFaceOptions, blazeFaceSchema } from './blaze-face-options';
import { decodeFaces, landmarksOf, type RawFaces } from './decode-faces';
import { mergeFaces } from './merge-faces';
import { type GraphModelFiles, readGraphModel, weightsFileOf } from './read-graph-model';

/** What the graph model's JSON is called in a saved gate. */
export const blazeFaceFile = 'blazeface.json';
const valuesPerAnchor = { scores: 1, boxes: 16 };

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
  const model = await readGraphModel(files);
  try {
    const blank = await runModel(model, new Float32Array(inputSide * inputSide * 3));
    decodeFaces(blank, settings.minScore);
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
  readonly #model: GraphModel;

  constructor(model: GraphModel, settings: BlazeFace['settings'], { json, weights, file }: GraphModelFiles) {
    this.#model = model;
    this.settings = settings;
    this.files = new Map([
      [blazeFaceFile, json],
      [weightsFileOf(json, file), weights],
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

/** Runs BlazeFace on one picture. Its four outputs are told apart by their sizes. */
async function runModel(model: GraphModel, data: Float32Array): Promise<RawFaces> {
  const outputs = tf.tidy(
    () => model.execute(tf.tensor4d(data, [1, inputSide, inputSide, 3])) as tf.Tensor[],
  );
  try {
    const read = async (values: number) => {
      const grids = anchorCounts.map((count) => outputs.find(({ size }) => size === count * values));
      const parts = await Promise.all(grids.map((grid) => (grid as tf.Tensor).data<'float32'>()));
      return parts.flatMap((part) => [...part]);
    };
    return { scores: await read(valuesPerAnchor.scores), boxes: await read(valuesPerAnchor.boxes) };
  } finally {
    tf.dispose(outputs);
  }
}
