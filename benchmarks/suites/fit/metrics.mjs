// The metrics, one at a time, on 100,000 predictions of 1000 classes in batches of 1000.  node metrics.mjs
import {
  auc,
  brierScore,
  expectedCalibrationError,
  f1Score,
  logLoss,
  precision,
  recall,
  sparseCategoricalAccuracy,
  sparseTopKCategoricalAccuracy,
} from '@imgclf/train';
import { answer } from '../../lib/answer.mjs';

const [BATCHES, ROWS, CLASSES] = [100, 1000, 1000];
const metrics = {
  sparse_categorical_accuracy: sparseCategoricalAccuracy(),
  sparse_top_k_categorical_accuracy: sparseTopKCategoricalAccuracy(),
  precision: precision(),
  recall: recall(),
  f1_score: f1Score(),
  auc: auc(),
  auc_pr: auc({ curve: 'PR' }),
  brier_score: brierScore(),
  log_loss: logLoss(),
  expected_calibration_error: expectedCalibrationError(),
};
const batch = randomBatch();

await answer(({ name }) => {
  if (name === undefined) return { names: Object.keys(metrics) };
  const metric = metrics[name];
  metric.reset();
  const start = performance.now();
  for (let at = 0; at < BATCHES; at++) metric.update(batch);
  const value = metric.result();
  return { seconds: (performance.now() - start) / 1000, value };
});

/** Softmax-like rows, in which the right class often has the largest share. */
function randomBatch() {
  const predictions = new Float32Array(ROWS * CLASSES);
  const labels = new Int32Array(ROWS);
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  for (let row = 0; row < ROWS; row++) {
    const scores = predictions.subarray(row * CLASSES, (row + 1) * CLASSES);
    for (let id = 0; id < CLASSES; id++) scores[id] = random() ** 8;
    labels[row] = Math.floor(random() * CLASSES);
    scores[labels[row]] += random() * 20;
    const sum = scores.reduce((total, score) => total + score, 0);
    for (let id = 0; id < CLASSES; id++) scores[id] /= sum;
  }
  return { labels, labelShape: [ROWS], predictions, predictionShape: [ROWS, CLASSES] };
}
