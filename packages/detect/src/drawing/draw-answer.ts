import { InvalidArgumentError, type PixelImage, type Platform } from '@imgclf/runtime';
import { unknownBreed } from '../breeds/breed-classifier';
import type { Face } from '../faces/face';
import type { BreedAnswer } from '../gate/breed-answer';
import { toRgb } from '../picture/to-rgb';
import { escapeXml } from './escape-xml';

/** All dark enough under white letters. */
const colors = { dog: '#0069a8', human: '#a63c00', neither: '#4a5562' } as const;

/** How wide a letter of a common font is, as a share of its size; a little too much rather than too little. */
const letterWidth = 0.58;

/** The picture to draw on. */
export interface DrawnPicture {
  /** The picture that was answered, upright. */
  image: PixelImage;
  /** Encodes it: `nodePlatform` or `browserPlatform`. */
  platform: Platform;
}

/**
 * Draws an answer over its picture: a box around each human face and a line that says what the picture shows.
 *
 * @param picture left out, the drawing is transparent, to lie over the picture
 * @returns an SVG document of the picture's size; `svgToPng` of `@imgclf/train/node` makes a PNG of it
 * @throws {InvalidArgumentError} when the picture is of another size than the answer's
 * @example
 * const svg = await drawAnswer(answer, { image, platform: nodePlatform });
 */
export async function drawAnswer(answer: BreedAnswer, picture?: DrawnPicture): Promise<string> {
  const { width, height, kind, faces } = answer;
  const unit = Math.max(10, Math.min(width, height) / 18);
  const bar = 1.7 * unit;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    picture === undefined ? '' : await imageElement(answer, picture),
    ...faces.map((face) => faceElement(face, unit / 6)),
    `<rect y="${height - bar}" width="${width}" height="${bar}" fill="${colors[kind]}" fill-opacity="0.85"/>`,
    textElement(captionOf(answer), { x: unit / 2, y: height - 0.5 * unit, size: unit, width: width - unit }),
    '</svg>',
  ];
  return parts.join('');
}

/** The answer in a line. */
function captionOf(answer: BreedAnswer): string {
  if (answer.kind === 'neither') return 'neither a dog nor a human';
  const best = answer.top[0]?.label ?? answer.breed;
  const guess = `${best.replaceAll('_', ' ')}, ${Math.round(answer.probability * 100)} %`;
  if (answer.kind === 'human') return `human, resembling: ${guess}`;
  return answer.breed === unknownBreed ? `dog of unknown breed; nearest: ${guess}` : `dog: ${guess}`;
}

async function imageElement(
  { width, height }: BreedAnswer,
  { image, platform }: DrawnPicture,
): Promise<string> {
  if (image.width !== width || image.height !== height) {
    throw new InvalidArgumentError({
      argument: 'picture.image',
      allowed: `the picture of the answer, ${width} x ${height}`,
      received: `${image.width} x ${image.height}`,
    });
  }
  const png = await platform.encodePng(toRgb(image));
  const bytes = Array.from(png, (byte) => String.fromCharCode(byte)).join('');
  return `<image href="data:image/png;base64,${btoa(bytes)}" width="${width}" height="${height}"/>`;
}

function faceElement({ xmin, ymin, xmax, ymax }: Face, stroke: number): string {
  const box = `x="${xmin}" y="${ymin}" width="${xmax - xmin}" height="${ymax - ymin}"`;
  const lines = [
    `stroke="#ffffff" stroke-width="${2 * stroke}"`,
    `stroke="${colors.human}" stroke-width="${stroke}"`,
  ];
  return lines.map((line) => `<rect ${box} fill="none" ${line}/>`).join('');
}

interface TextPlace {
  x: number;
  y: number;
  /** Letter size, where the text fits into `width`. */
  size: number;
  width: number;
}

function textElement(text: string, { x, y, size, width }: TextPlace): string {
  const fitting = Math.min(size, Math.max(width, 1) / (text.length * letterWidth));
  return `<text x="${x}" y="${y}" font-family="system-ui, sans-serif" font-size="${fitting}" fill="#ffffff">${escapeXml(text)}</text>`;
}
