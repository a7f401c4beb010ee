import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const entry = fileURLToPath(new URL('../../../dist/node.js', import.meta.url));
const fixtures = fileURLToPath(new URL('../__fixtures__/', import.meta.url));
const pictures = readdirSync(fixtures).filter((file) => /\.(jpg|png|webp|gif|bmp|tiff|avif)$/.test(file));

interface Decoded {
  readonly decoder: { readonly name: string; readonly passedOver?: string };
  /** A digest of each picture's pixels, or the code of the error. */
  readonly answers: Readonly<Record<string, string>>;
}

/** Decodes all pictures in a process of its own that can load nothing of such names. */
function decodeWithout(names: readonly string[], dctMethod: string): Decoded {
  const program = `
    import { createHash } from 'node:crypto';
    import Module from 'node:module';
    const resolve = Module._resolveFilename;
    Module._resolveFilename = (name, ...rest) => {
      if (${JSON.stringify(names)}.some((part) => name.includes(part)))
        throw new TypeError('it is not for this machine');
      return resolve(name, ...rest);
    };
    const { describeJpegDecoder, nodePlatform } = await import(${JSON.stringify(entry)});
    const answers = {};
    for (const file of ${JSON.stringify(pictures)}) {
      const bytes = await nodePlatform.readBytes(${JSON.stringify(fixtures)} + file);
      const options = { dctMethod: ${JSON.stringify(dctMethod)}, maxPixels: 1e6 };
      answers[file] = await nodePlatform.decodeImage(bytes, options).then(
        ({ width, height, data }) => width + 'x' + height + ' ' + createHash('sha256').update(data).digest('hex'),
        ({ code }) => code,
      );
    }
    console.log(JSON.stringify({ decoder: describeJpegDecoder(), answers }));
  `;
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    encoding: 'utf8',
  });
  return JSON.parse(output) as Decoded;
}

test('without libjpeg-turbo says why, and sharp decodes', () => {
  const { decoder, answers } = decodeWithout(['jpeg-turbo'], 'fast');
  expect(decoder).toEqual({
    name: 'sharp',
    passedOver: 'libjpeg-turbo cannot be loaded: it is not for this machine',
  });
  expect(answers['rgb.jpg']).toMatch(/^18x12 /);
});

test("without any binary for this machine sharp's WebAssembly build gives the same pixels of every format", () => {
  const formats = new Set(pictures.map((file) => path.extname(file)));
  expect(formats).toEqual(new Set(['.jpg', '.png', '.webp', '.gif', '.bmp', '.tiff', '.avif']));
  const binaries = [`@img/sharp-${process.platform}`, '@img/sharp-linuxmusl'];
  const without = decodeWithout(['jpeg-turbo', ...binaries], 'accurate');
  expect(without.answers).toEqual(decodeWithout([], 'accurate').answers);
});
