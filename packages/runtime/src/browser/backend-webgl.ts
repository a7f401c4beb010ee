import type { BackendStarter, ReadyBackend, StartRequest } from '../backends/backend-starter';
import { BackendUnavailableError } from '../errors/backend-unavailable-error';
import { importPackage } from './import-package';
import { correctWebgl } from './webgl/correct-webgl';

/** Graphics adapters that are programs on the processor. */
const software = /swiftshader|llvmpipe|softpipe|software|basic render/i;

/** A graphics adapter through WebGL 2 or 1, by the optional package `@tensorflow/tfjs-backend-webgl`. */
export const webglStarter: BackendStarter = {
  name: 'webgl',
  registryName: 'webgl',
  start: startWebgl,
  complete: correctWebgl,
};

async function startWebgl({ byName, running }: StartRequest): Promise<ReadyBackend> {
  const device = adapterName();
  if (device === undefined) throw unavailable('this browser has no WebGL.');
  if (software.test(device) && !byName)
    throw unavailable(`the only adapter, ${device}, is a program on the processor: wasm is faster.`);
  const { MathBackendWebGL, version_webgl } = await importPackage(
    'webgl',
    () => import('@tensorflow/tfjs-backend-webgl'),
  );
  return { instance: running ?? new MathBackendWebGL(), device, threads: 1, version: version_webgl };
}

/** The adapter's name as far as the browser tells it; undefined without WebGL. */
function adapterName(): string | undefined {
  const canvas =
    typeof document === 'undefined' ? new OffscreenCanvas(1, 1) : document.createElement('canvas');
  const context = (canvas.getContext('webgl2') ?? canvas.getContext('webgl')) as WebGLRenderingContext | null;
  if (context === null) return undefined;
  const details = context.getExtension('WEBGL_debug_renderer_info');
  const name = context.getParameter(details?.UNMASKED_RENDERER_WEBGL ?? context.RENDERER) as string;
  context.getExtension('WEBGL_lose_context')?.loseContext();
  return name;
}

function unavailable(message: string): BackendUnavailableError {
  return new BackendUnavailableError({ backend: 'webgl', message });
}
