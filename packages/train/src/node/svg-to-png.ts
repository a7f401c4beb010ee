import { createRequire } from 'node:module';
import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import { Resvg } from '@resvg/resvg-js';
import * as v from 'valibot';

/** Options of {@link svgToPng}. */
export interface SvgToPngOptions {
  /** Pixels of the result for each pixel of the SVG, 0.1 to 10. @default 2 */
  scale?: number;
}

const scaleRule = 'a number from 0.1 to 10';
const schema = v.object({
  scale: v.optional(v.pipe(v.number(scaleRule), v.minValue(0.1, scaleRule), v.maxValue(10, scaleRule)), 2),
});

const resolve = createRequire(import.meta.url).resolve;
const inter = ['400Regular/Inter_400Regular.ttf', '600SemiBold/Inter_600SemiBold.ttf'].map((file) =>
  resolve(`@expo-google-fonts/inter/${file}`),
);

/** Letters that Inter does not have: anything beyond Latin, Greek, Cyrillic and the common signs. */
const beyondInter = /[^\n\r\t\u0020-\u052f\u1d00-\u2bff\ufffd]/;

/**
 * Draws an SVG document as PNG. Text is set in Inter, which comes with this package, so that the picture is the same
 * on every machine, one without fonts included. Letters that Inter lacks (Chinese, Arabic, ...) are taken from the
 * machine's fonts where it has them.
 *
 * @param svg an SVG document, such as the plots return
 * @returns the bytes of a PNG file
 * @throws {InvalidArgumentError} when `svg` is not an SVG document
 * @example
 * await writeFile('curves.png', svgToPng(plotTrainingCurves(history)));
 */
export function svgToPng(svg: string, options: SvgToPngOptions = {}): Uint8Array {
  const { scale } = parseOptions(schema, options);
  try {
    const picture = new Resvg(svg, {
      fitTo: { mode: 'zoom', value: scale },
      font: {
        fontFiles: inter,
        loadSystemFonts: beyondInter.test(svg),
        defaultFontFamily: 'Inter',
        sansSerifFamily: 'Inter',
      },
    });
    return picture.render().asPng();
  } catch (cause) {
    throw new InvalidArgumentError({ argument: 'svg', allowed: 'an SVG document', received: svg, cause });
  }
}
