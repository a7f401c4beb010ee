import type { Box, PixelImage } from '@imgclf/runtime';

/** A place in a picture, in pixels from its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The six places on a face that BlazeFace finds; right and left are the person's own. */
export type FaceLandmark = 'rightEye' | 'leftEye' | 'nose' | 'mouth' | 'rightEar' | 'leftEar';

/** A human face in a picture: a box in the picture's own pixels, which may reach beyond the picture's edges. */
export interface Face extends Box {
  /**
   * How sure the detector is. BlazeFace: a probability, 0 to 1. Haar cascade: the number of overlapping hits that
   * became this box, at least `minNeighbors`.
   */
  readonly score: number;
  /** Only BlazeFace has them. */
  readonly landmarks?: Readonly<Record<FaceLandmark, Point>>;
}

/** Which detector this is, as it is saved with a gate. */
export type FaceDetectorName = 'blazeface' | 'haar-cascade';

/** Finds human faces: BlazeFace or a Haar cascade. Made by `loadBlazeFace` and `loadHaarCascade`. */
export interface FaceDetector {
  readonly name: FaceDetectorName;
  /** What it was made with; plain JSON. */
  readonly settings: Readonly<Record<string, number>>;
  /** The model's files by name, so that it can be saved. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /**
   * Finds the faces in a picture.
   *
   * @param image pixels of any size and any channels
   * @returns boxes in pixels of `image`, the best first; none when there is no face
   * @throws {InvalidArgumentError} when `image` is no picture
   */
  detectFaces(image: PixelImage): Promise<Face[]>;
  /** Frees what the detector holds. */
  dispose(): void;
}
