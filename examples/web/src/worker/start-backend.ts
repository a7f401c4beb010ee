import { type BackendInfo, type BackendName, initBackend } from '@imgclf/runtime/browser';
import { backend } from '@tensorflow/tfjs-core';
import { pageFile } from './page-file';

const folder = pageFile('wasm/');
const wasmPaths = Object.fromEntries(
  ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'].map(
    (name) => [name, new URL(name, folder).href],
  ),
);

/** Starts the fastest backend that works here, or the one that the page's address asks for (`?backend=wasm`). */
export async function startBackend(): Promise<BackendInfo> {
  const asked = new URLSearchParams(self.name.split('?')[1]).get('backend') as BackendName | null;
  const info = await initBackend({ wasmPaths, ...(asked === null ? {} : { backend: asked }) });
  if (info.name === 'webgl') watchContext();
  return info;
}

/**
 * A lost context leaves TensorFlow.js waiting for textures that are gone: only a new worker helps, so this one ends loudly.
 * Asking is surer than the event, which does not come when the graphics process itself has died.
 */
function watchContext(): void {
  const { gpgpu } = backend() as unknown as { gpgpu: { gl: WebGLRenderingContext } };
  const timer = setInterval(() => {
    if (!gpgpu.gl.isContextLost()) return;
    clearInterval(timer);
    throw new Error('The browser took the graphics adapter away (WebGL context lost).');
  }, 1000);
}
