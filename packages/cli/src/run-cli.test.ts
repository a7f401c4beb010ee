import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { imgclf, paint } from './testing';

const testData =
  process.env.IMGCLF_TEST_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const weights = path.join(testData, 'weights', 'mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_224.h5');
let folder: string;
const settings = ['--epochs', '4', '--image-size', '24', '--batch-size', '8'];
const at = (...names: string[]) => path.join(folder, ...names);
const run = (...args: string[]) => imgclf(folder, ...args);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'imgclf cli '));
  await paint(at('pictures'));
  await paint(at('others'), 5);
  await writeFile(at('pictures', 'red', 'text.jpg'), 'not an image');
});
afterAll(() => rm(folder, { recursive: true }));

describe('a model that train made', () => {
  beforeAll(async () => {
    const { status, stdout, stderr } = await run(
      'train',
      'pictures',
      ...settings,
      '--out',
      'model',
      '--json',
    );
    expect(status, stderr).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      model: at('model'),
      classes: ['blue', 'red'],
      epochs: 4,
      valAccuracy: 1,
      seconds: expect.any(Number),
      backend: 'wasm',
      architecture: 'cnn',
      unreadable: [{ file: expect.stringContaining('text.jpg') }],
    });
    expect(stderr).toMatch(/Model: cnn \(no pretrained weights/);
  }, 120_000);

  test('lies in a folder with its report', async () => {
    expect(await readdir(at('model'))).toEqual(
      expect.arrayContaining(['model.json', 'report.html', 'history.json', 'confusion-matrix.png']),
    );
  });

  test('is evaluated', async () => {
    await writeFile(at('others', 'blue', 'broken.png'), 'x');
    const { status, stdout } = await run('evaluate', 'model', 'others', '--json', '--quiet');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      accuracy: 1,
      n: 10,
      confusion: [
        [5, 0],
        [0, 5],
      ],
      perClass: [
        { label: 'blue', support: 5 },
        { label: 'red', support: 5 },
      ],
      unreadable: [{ file: expect.stringContaining('broken.png') }],
    });
    await rm(at('others', 'blue', 'broken.png'));
  });

  test('is not evaluated on classes that it does not know', async () => {
    await paint(at('strange'), 1);
    await mkdir(at('strange', 'green'));
    await writeFile(at('strange', 'green', 'a.png'), 'x');
    const { status, stderr } = await run('evaluate', 'model', 'strange');
    expect(status).toBe(1);
    expect(stderr).toMatch(/green.*INVALID_ARGUMENT/s);
  });

  test('predicts files and folders, and says which file it cannot read', async () => {
    await writeFile(at('bad.jpg'), 'x');
    const { status, stdout, stderr } = await run(
      'predict',
      'model',
      'others/red',
      'bad.jpg',
      '--json',
      '--quiet',
    );
    const results = JSON.parse(stdout);
    expect(results).toHaveLength(6);
    expect(results[0]).toMatchObject({ file: 'others/red/0.png', label: 'red', top: [{ label: 'red' }, {}] });
    expect(results[0].score).toBe(results[0].top[0].score);
    expect(results[5]).toMatchObject({ file: 'bad.jpg', label: null, error: { code: 'IMAGE_UNREADABLE' } });
    expect(status).toBe(1);
    expect(stderr).toContain('bad.jpg');
  });

  test('answers the same on every engine, and says which it is', async () => {
    const scoresOn = async (engine: string) => {
      const args = ['predict', 'model', 'others', '--engine', engine, '--json'];
      const { stdout, stderr } = await run(...args);
      const scores = JSON.parse(stdout).flatMap(({ top }: { top: { score: number }[] }) =>
        top.map(({ score }) => score),
      );
      return { scores, stderr };
    };
    const layers = await scoresOn('layers');
    expect(layers.scores).toHaveLength(20);
    for (const engine of ['fused', 'onnxruntime']) {
      const { scores, stderr } = await scoresOn(engine);
      expect(stderr).toContain(`Engine: ${engine}`);
      for (const [i, score] of layers.scores.entries())
        expect(Math.abs(scores[i] - score)).toBeLessThan(1e-4);
    }
    const { stdout } = await run('evaluate', 'model', 'others', '--json', '--quiet');
    expect(JSON.parse(stdout)).toMatchObject({ backend: 'wasm', engine: 'onnxruntime', accuracy: 1 });
  });

  test.each([
    ['tfjs', ['copy.tfjs']],
    ['h5', ['copy.h5', 'copy.h5.json']],
    ['keras', ['copy.keras', 'copy.keras.json']],
    ['onnx', ['copy.onnx', 'copy.onnx.json']],
  ])('is exported to %s', async (format, files) => {
    const out = `exported/copy.${format}`;
    const { status, stdout } = await run('export', 'model', '--format', format, '--out', out, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toEqual({ format, files: files.map((name) => at('exported', name)) });
    for (const name of files) expect(existsSync(at('exported', name))).toBe(true);
    if (format === 'tfjs') {
      const { stdout: prediction } = await run('predict', out, 'others/red/1.png');
      expect(prediction).toMatch(/^others\/red\/1\.png: red \d/);
    } else {
      const description = JSON.parse(await readFile(at('exported', `copy.${format}.json`), 'utf8'));
      expect(description).toMatchObject({ classNames: ['blue', 'red'], preprocessing: [{ op: 'resize' }] });
    }
  });
});

test('the same seed trains the same model, also from settings in a file', { timeout: 120_000 }, async () => {
  await writeFile(
    at('settings.json'),
    JSON.stringify({ seed: 5, quiet: true, train: { epochs: 2, 'image-size': 16, model: 'dense' } }),
  );
  const first = await run('train', 'pictures', '--config', 'settings.json', '--json');
  const second = await run(
    ...[
      'train',
      'pictures',
      '--seed',
      '5',
      '--epochs',
      '2',
      '--image-size',
      '16',
      '--model',
      'dense',
      '--json',
    ],
  );
  const [one, two] = [first, second].map(({ stdout }) => JSON.parse(stdout));
  expect(first.stderr).toBe('');
  expect([one.model, two.model]).toEqual([at('runs', 'pictures'), at('runs', 'pictures-2')]);
  const historyOf = (model: string) => readFile(path.join(model, 'history.json'), 'utf8');
  expect(await historyOf(two.model)).toBe(await historyOf(one.model));
  expect(one).toMatchObject({ architecture: 'dense', epochs: 2 });
});

test('stops early where the validation gets worse, with the best weights', { timeout: 120_000 }, async () => {
  await cp(at('others', 'red'), at('swapped', 'blue'), { recursive: true });
  await cp(at('others', 'blue'), at('swapped', 'red'), { recursive: true });
  const { stdout } = await run(
    ...['train', 'pictures', '--validation', 'swapped', '--image-size', '24', '--epochs', '50'],
    ...['--patience', '2', '--out', 'early', '--json', '--quiet'],
  );
  const { epochs } = JSON.parse(stdout);
  expect(epochs).toBeLessThan(50);
  const { history } = JSON.parse(await readFile(at('early', 'history.json'), 'utf8'));
  expect(Math.min(...history.val_loss)).toBe(history.val_loss.at(-3));
});

test('splits and inspects', async () => {
  const split = await run('split', 'others', '--out', 'parts', '--ratios', 'train=0.6,test=0.4', '--json');
  expect(JSON.parse(split.stdout)).toEqual({
    out: 'parts',
    counts: { train: { blue: 3, red: 3 }, test: { blue: 2, red: 2 } },
    files: 10,
  });
  const inspection = JSON.parse((await run('inspect', 'parts/train', 'parts/test', '--json')).stdout);
  expect(inspection).toMatchObject({ images: 10, parts: ['parts/train', 'parts/test'] });
  expect((await run('inspect', 'others')).stdout).toContain('10 images');
});

test.skipIf(!existsSync(weights))('tells dogs, humans and neither apart', { timeout: 120_000 }, async () => {
  const dogs = path.join(testData, 'gate', 'dog');
  const humans = path.join(testData, 'gate', 'human', 'human_01.jpg');
  const { stdout } = await run(
    'gate',
    dogs,
    humans,
    'others/red/1.png',
    '--weights',
    weights,
    '--json',
    '--quiet',
  );
  const results: { kind: string; breed: string | null; faces: number }[] = JSON.parse(stdout);
  expect(results.map(({ kind }) => kind)).toEqual([...Array(7).fill('dog'), 'human', 'neither']);
  expect(results[5]).toMatchObject({ breed: 'Labrador_retriever', score: expect.any(Number) });
  expect(results[7]?.faces).toBe(4);
  expect(results[8]).toMatchObject({ breed: null, faces: 0 });
});

test('says what there is on the machine', async () => {
  const { stdout } = await run('info', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    versions: { node: process.versions.node },
    backends: expect.arrayContaining([expect.objectContaining({ name: 'wasm' })]),
    engine: { name: expect.stringMatching(/^(onnxruntime|fused)$/), passedOver: expect.any(Array) },
  });
});

test('completes commands, options and their values', async () => {
  expect((await run('completion', 'zsh')).stdout).toContain('#compdef imgclf');
  expect((await run('complete', '--', 'pre')).stdout).toContain('predict');
  expect((await run('complete', '--', 'train', '--mo')).stdout).toContain('--model');
});

test.each([
  ['an unknown command', ['fly'], 2, 'fly'],
  ['an unknown option', ['train', 'pictures', '--speed', '9'], 2, '--speed'],
  ['a missing argument', ['train'], 2, 'folder'],
  ['a number out of range', ['train', 'pictures', '--epochs', '0'], 2, 'from 1'],
  ['an unknown model', ['train', 'pictures', '--model', 'vgg'], 2, 'mobilenet_v2'],
  ['an unknown engine', ['predict', 'nowhere', 'a.png', '--engine', 'steam'], 2, 'onnxruntime'],
  ['a folder that does not exist', ['train', 'nowhere'], 1, 'FILE_NOT_FOUND'],
  ['a single class', ['train', 'pictures/red'], 1, 'pictures/red'],
  ['a model that does not exist', ['predict', 'nowhere', 'others/red/1.png'], 1, 'FILE_NOT_FOUND'],
  ['a missing file', ['predict', 'nowhere', 'nothing.png'], 1, 'nothing.png'],
  ['a missing config file', ['info', '--config', 'nowhere.json'], 1, 'nowhere.json'],
  ['a gate without weights', ['gate', 'others'], 1, '--weights'],
  ['weights that are none', ['train', 'pictures', '--weights', 'settings.txt'], 1, 'settings.txt'],
])('refuses %s', async (_, args, status, reason) => {
  await writeFile(at('settings.txt'), 'x');
  const outcome = await run(...args);
  expect(outcome.stderr).toContain(reason);
  expect(outcome.status).toBe(status);
  expect(outcome.stdout).toBe('');
});

test.each([
  ['no object', '[]', 'JSON object'],
  ['an unknown option', '{ "info": { "speed": 9 } }', '"speed"'],
  ['a wrong value', '{ "train": { "epochs": 0 } }', 'epochs'],
])('refuses a config file with %s', async (_, text, reason) => {
  await writeFile(at('wrong.json'), text);
  const command = text.includes('train') ? ['train', 'pictures'] : ['info'];
  const { status, stdout, stderr } = await run(...command, '--config', 'wrong.json', '--json');
  expect(status).toBe(1);
  expect(stderr).toContain(reason);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'INVALID_FILE' } });
});

test('help names every command with examples', async () => {
  const { status, stdout } = await run('--help');
  expect(status).toBe(0);
  for (const name of [
    'train',
    'evaluate',
    'predict',
    'gate',
    'split',
    'inspect',
    'export',
    'serve',
    'info',
  ]) {
    expect(stdout).toContain(`  ${name} `);
    expect((await run(name, '--help')).stdout).toContain(`Examples:\n  imgclf ${name}`);
  }
});
