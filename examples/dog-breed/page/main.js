// The dog breed app in a page: pictures from files or the camera to answers, drawn over them.
import { drawAnswer } from '@imgclf/detect';
import { loadGate, webcamFrames } from '@imgclf/detect/browser';
import { browserPlatform, initBackend } from '@imgclf/runtime/browser';

const status = element('status', HTMLElement);
const answers = element('answers', HTMLElement);
const video = element('video', HTMLVideoElement);
const files = element('files', HTMLInputElement);
const camera = element('camera', HTMLButtonElement);

const { name } = await initBackend({ wasmPaths: new URL('wasm/', document.baseURI).href });
const gate = await loadGate('./dog-breed/').catch((error) => {
  status.textContent = `The model could not be loaded; train it first. ${error.message}`;
  throw error;
});
status.textContent = `Ready, on ${name}.`;
files.disabled = false;
camera.disabled = false;

files.addEventListener('change', async () => {
  running?.abort();
  const chosen = [...(files.files ?? [])];
  answers.replaceChildren();
  status.textContent = `Looking at ${chosen.length === 1 ? 'the picture' : `${chosen.length} pictures`} …`;
  for await (const result of gate.classifyStream(chosen)) {
    const { name: label } = /** @type {File} */ (result.source);
    if ('error' in result) answers.append(figureOf(label, result.error.message));
    else {
      const drawn = await picture(result.source, result.answer);
      answers.append(figureOf(label, result.answer.reasons.join(' '), drawn));
    }
  }
  status.textContent = `${chosen.length} answered.`;
});

/** @type {AbortController | undefined} */
let running;
camera.addEventListener('click', async () => {
  if (running !== undefined) {
    status.textContent = 'The camera is off; this is its last picture.';
    return running.abort();
  }
  running = new AbortController();
  camera.textContent = 'Stop the camera';
  status.textContent = 'Looking through the camera …';
  try {
    await watch(running.signal);
  } catch (error) {
    status.textContent = `No camera: ${error instanceof Error ? error.message : String(error)}`;
  }
  running = undefined;
  camera.textContent = 'Use the camera';
});

/** @param {AbortSignal} signal */
async function watch(signal) {
  const stream = await navigator.mediaDevices.getUserMedia({ video: true });
  video.srcObject = stream;
  await video.play();
  try {
    for await (const result of gate.classifyStream(webcamFrames(video, { signal }))) {
      if ('error' in result) continue;
      const drawn = await drawAnswer(result.answer, { image: result.source, platform: browserPlatform });
      const figure = figureOf('camera', result.answer.reasons.join(' '), drawn);
      await figure.querySelector('img')?.decode(); // else the page is empty for a moment
      if (signal.aborted) break;
      answers.replaceChildren(figure);
    }
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

/**
 * The answer drawn over its picture, as SVG.
 *
 * @param {File} file
 * @param {import('@imgclf/detect').BreedAnswer} answer
 */
async function picture(file, answer) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const image = await browserPlatform.decodeImage(bytes, { applyExifOrientation: true });
  return drawAnswer(answer, { image, platform: browserPlatform });
}

/**
 * @param {string} label
 * @param {string} text
 * @param {string} [svg]
 */
function figureOf(label, text, svg) {
  const figure = document.createElement('figure');
  if (svg !== undefined) {
    const image = new Image();
    image.alt = text;
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    figure.append(image);
  }
  const caption = document.createElement('figcaption');
  caption.textContent = `${label}: ${text}`;
  figure.append(caption);
  return figure;
}

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 */
function element(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new TypeError(`The page has no ${id}.`);
  return found;
}
