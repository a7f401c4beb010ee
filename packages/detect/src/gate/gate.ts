import type { ImageSource } from '@imgclf/models';
import { AbortedError, ImgclfError, type Platform, parseOptions, throwIfAborted } from '@imgclf/runtime';
import { type BreedClassifier, unknownBreed } from '../breeds/breed-classifier';
import type { DogDetector } from '../dogs/dog-detector';
import type { DogSighting } from '../dogs/dog-sighting';
import type { FaceDetector } from '../faces/face';
import { readPicture } from '../picture/read-picture';
import type { RgbImage } from '../picture/to-rgb';
import { type BreedAnswer, neitherMessage } from './breed-answer';
import { type ClassifyBreedOptions, classifyBreedSchema, type GateKind } from './gate-options';
import { humanFaces } from './human-faces';
import { reasonsFor } from './reasons-for';

/** What a gate is made of. */
export interface GateParts {
  readonly face: FaceDetector;
  readonly dog: DogDetector;
  readonly breed: BreedClassifier;
  readonly order: readonly [GateKind, GateKind];
  readonly platform: Platform | undefined;
}

/** One answer of a stream, or why there is none. */
export type StreamedAnswer<Source> =
  | { readonly source: Source; readonly answer: BreedAnswer }
  | { readonly source: Source; readonly error: ImgclfError };

/** Says whether pictures show a dog, a human or neither, and which breed. Made by `createGate` and `loadGate`. */
export class Gate {
  readonly parts: GateParts;

  constructor(parts: GateParts) {
    this.parts = parts;
  }

  /**
   * Says what a picture shows: a dog and its breed, a human and the breed that resembles them most, or neither. With
   * both in it, the first of the gate's `order` counts; the answer says what else was found. Several faces are all in
   * `faces`, the largest in `face`.
   *
   * @param image pixels, a tensor `[height, width, channels]` (which stays yours), or a file, turned upright by EXIF
   * @throws {InvalidArgumentError} {ImageUnreadableError} {ImageTooLargeError} {FileNotFoundError} {AbortedError}
   * @example
   * const answer = await gate.classifyBreed('holiday.jpg');
   * if (answer.kind === 'neither') console.error(answer.message);
   * else console.log(answer.kind, answer.breed, answer.probability);
   */
  async classifyBreed(image: ImageSource, options: ClassifyBreedOptions = {}): Promise<BreedAnswer> {
    const [answer] = await this.classifyBatch([image], options);
    return answer as BreedAnswer;
  }

  /**
   * Says what each of several pictures shows; they go through the backbone together.
   *
   * @returns for each picture what {@link classifyBreed} returns
   * @throws as {@link classifyBreed}, on the first picture that cannot be used
   */
  async classifyBatch(
    images: readonly ImageSource[],
    options: ClassifyBreedOptions = {},
  ): Promise<BreedAnswer[]> {
    const { top, signal } = parseOptions(classifyBreedSchema, options);
    const pictures: RgbImage[] = [];
    for (const image of images) {
      throwIfAborted(signal);
      pictures.push(await readPicture(image, { platform: this.parts.platform, signal }));
    }
    const sightings = await this.parts.dog.detectDogs(pictures);
    const answers: BreedAnswer[] = [];
    for (const [i, picture] of pictures.entries()) {
      throwIfAborted(signal);
      answers.push(await this.#answer(picture, sightings[i] as DogSighting, top));
    }
    return answers;
  }

  /**
   * Says what each picture of a stream shows, one after the other as they come: the files of a folder, the frames of a
   * webcam. A picture that cannot be used gives its error and the stream goes on.
   *
   * @throws {AbortedError} {InvalidArgumentError} for wrong options
   * @example
   * for await (const result of gate.classifyStream(listImages('photos'))) {
   *   if ('error' in result) console.error(result.error.message);
   *   else console.log(result.source, result.answer.kind);
   * }
   */
  async *classifyStream<Source extends ImageSource>(
    images: AsyncIterable<Source> | Iterable<Source>,
    options: ClassifyBreedOptions = {},
  ): AsyncGenerator<StreamedAnswer<Source>, void, undefined> {
    const { signal } = parseOptions(classifyBreedSchema, options);
    for await (const source of images) {
      throwIfAborted(signal);
      yield await this.#streamed(source, options);
    }
  }

  /** Frees the detectors and the breed classifier. */
  async dispose(): Promise<void> {
    const { face, dog, breed } = this.parts;
    await Promise.all([face, dog, breed].map((part) => part.dispose()));
  }

  async #streamed<Source extends ImageSource>(
    source: Source,
    options: ClassifyBreedOptions,
  ): Promise<StreamedAnswer<Source>> {
    try {
      return { source, answer: await this.classifyBreed(source, options) };
    } catch (error) {
      if (!ImgclfError.isInstance(error) || AbortedError.isInstance(error)) throw error;
      return { source, error };
    }
  }

  async #answer(picture: RgbImage, dog: DogSighting, top: number): Promise<BreedAnswer> {
    const { order, breed: breeds } = this.parts;
    const faces = await humanFaces(picture, dog, this.parts);
    const found = { dog: dog.isDog, human: faces.length > 0 };
    const kind = order.find((one) => found[one]) ?? 'neither';
    const { width, height } = picture;
    const findings = { width, height, faces, dog, reasons: reasonsFor({ kind, dog, faces, order }) };
    const [face] = faces;
    if (kind === 'neither') return { kind, message: neitherMessage, ...findings };
    const classes = await breeds.classify(dog, top);
    const best = classes[0] ?? { label: unknownBreed, score: 0 };
    const named = { probability: best.score, top: classes, ...findings };
    if (kind === 'human' && face !== undefined) return { kind, breed: best.label, face, ...named };
    const isKnown = best.score >= breeds.unknownBelow;
    return { kind: 'dog', breed: isKnown ? best.label : unknownBreed, ...named };
  }
}
