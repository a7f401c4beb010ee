import { existsSync } from 'node:fs';
import { BackendUnavailableError } from '@imgclf/runtime';
import { initBackend } from '@imgclf/runtime/node';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { cnn } from '../networks/cnn';
import { createEngine } from './create-engine';

/** Chromium brings a Vulkan driver that computes on the processor. */
const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';
if (existsSync(swiftShader)) process.env.VK_DRIVER_FILES ??= swiftShader;

const gpu = await initBackend({ backend: 'webgpu', timeoutMs: 60_000 }).catch((error: unknown) => {
  if (BackendUnavailableError.isInstance(error)) return undefined;
  throw error;
});

test.skipIf(gpu === undefined)(
  'on a GPU TensorFlow.js goes before ONNX Runtime (skipped without WebGPU)',
  async () => {
    const model = cnn({ inputShape: [16, 16, 3], filters: [4], denseUnits: [8], classes: 3, seed: 1 });
    const engine = await createEngine(model);
    expect(engine).toMatchObject({ name: 'fused', passedOver: [] });
    const x = tf.randomUniform([2, 16, 16, 3], 0, 1, 'float32', 1);
    const [ours, expected] = [await engine.predict(x), model.predict(x) as tf.Tensor];
    const worst = tf.max(tf.abs(tf.sub(ours, expected)));
    expect((await worst.data())[0]).toBeLessThan(1e-4);
    await engine.dispose();
  },
);
