// A checkpoint of MobileNetV2 with Adam's slots, as `fit` takes it after a step.  node checkpoint.mjs
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mobileNetV2Application } from '@imgclf/models';
import { initBackend } from '@imgclf/runtime/node';
import { adam, fit } from '@imgclf/train';
import { BackupAndRestore } from '@imgclf/train/node';
import { tensor, zeros } from '@tensorflow/tfjs-core';
import { answer } from '../../lib/answer.mjs';

await initBackend({ backend: 'wasm' });
const model = mobileNetV2Application.build({ inputShape: [32, 32, 3], classes: 1000 });
const optimizer = adam();
const batch = { x: zeros([2, 32, 32, 3]), y: tensor([0, 1], [2], 'int32') };

/** A callback around another one that times its one save, at the end of the epoch. */
class Measured {
  name = 'BackupAndRestore';
  figures;
  #inner;
  #folder;

  constructor(inner, folder) {
    this.#inner = inner;
    this.#folder = folder;
  }

  onTrainBegin(logs, context) {
    return this.#inner.onTrainBegin(logs, context);
  }

  async onSettled(position, context) {
    if (position.step > 0) return this.#inner.onSettled(position, context);
    const start = performance.now();
    let [last, turn, done] = [start, 0, false];
    const tick = () => {
      turn = Math.max(turn, performance.now() - last);
      last = performance.now();
      if (!done) setImmediate(tick);
    };
    setImmediate(tick);
    await this.#inner.onSettled(position, context);
    const held = performance.now() - start;
    while (!this.#isWritten()) await new Promise((resolve) => setImmediate(resolve));
    done = true;
    this.figures = { seconds: (performance.now() - start) / 1000, held, turn };
  }

  onTrainEnd() {
    return this.#inner.onTrainEnd();
  }

  onTrainError() {
    return this.#inner.onTrainError();
  }

  #isWritten() {
    return (
      existsSync(this.#folder) && readdirSync(this.#folder).some((name) => name.endsWith('.safetensors'))
    );
  }
}

await answer(async () => {
  const backupDir = mkdtempSync(path.join(tmpdir(), 'imgclf-checkpoint-'));
  const measured = new Measured(new BackupAndRestore({ backupDir, deleteCheckpoint: false }), backupDir);
  const loss = 'sparse_categorical_crossentropy';
  await fit(model, { ...batch, optimizer, loss, seed: 1, verbose: 0, callbacks: [measured] });
  rmSync(backupDir, { recursive: true });
  return measured.figures;
});
