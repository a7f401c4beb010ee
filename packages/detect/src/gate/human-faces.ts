import type { DogDetector } from '../dogs/dog-detector';
import type { DogSighting } from '../dogs/dog-sighting';
import { area } from '../faces/blaze-face/merge-faces';
import type { Face, FaceDetector } from '../faces/face';
import { cropBox } from '../picture/crop-box';
import type { RgbImage } from '../picture/to-rgb';

/** A face whose box is rather a dog than anything else is a dog's. */
const dogFaceProbability = 0.5;

/**
 * Finds the human faces in a picture, largest first. Face detectors take many a dog's face for a human one; where the
 * picture shows a dog, the dog detector looks at each face by itself and has the last word.
 *
 * @param seen what the dog detector saw in the whole picture
 */
export async function humanFaces(
  image: RgbImage,
  seen: DogSighting,
  { face, dog }: { face: FaceDetector; dog: DogDetector },
): Promise<Face[]> {
  const faces = (await face.detectFaces(image)).sort((a, b) => area(b) - area(a));
  if (!seen.isDog) return faces;
  const sightings: DogSighting[] = [];
  for (const box of faces) sightings.push(await dog.detectDog(cropBox(image, box)));
  return faces.filter((_, i) => (sightings[i]?.probability ?? 0) < dogFaceProbability);
}
