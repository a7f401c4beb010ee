export type { Batch, BatchData, LabelledBatch } from './batches/batch';
export type { ArrayInput } from './batches/rows';
export type { Callback, TrainingContext } from './callbacks/callback';
export type { CallbackState, StateValue } from './callbacks/callback-state';
export { EarlyStopping, type EarlyStoppingOptions } from './callbacks/early-stopping';
export { lambdaCallback } from './callbacks/lambda-callback';
export { LearningRateScheduler } from './callbacks/learning-rate-scheduler';
export { ModelCheckpoint, type ModelCheckpointOptions } from './callbacks/model-checkpoint';
export type { MonitorMode, MonitorOptions } from './callbacks/monitor';
export { ReduceLROnPlateau, type ReduceLROnPlateauOptions } from './callbacks/reduce-lr-on-plateau';
export { TerminateOnNaN } from './callbacks/terminate-on-nan';
export { type EvaluateOptions, evaluate } from './evaluate/evaluate';
export {
  type ClassifierEvaluation,
  type EvaluateClassifierOptions,
  type ExamplePrediction,
  evaluateClassifier,
} from './evaluate/evaluate-classifier';
export { type GradCam, type GradCamOptions, gradCam } from './explain/grad-cam';
export { type HeatmapOverlayOptions, heatmapOverlay } from './explain/heatmap-overlay';
export { fit } from './fit/fit';
export type { ExampleData, FitOptions } from './fit/fit-options';
export type { TrainingEvent } from './fit/training-event';
export type { OptimizerSnapshot, TrainingPosition, TrainingState } from './fit/training-state';
export type { History } from './history/history';
export type { Logs } from './logs/logs';
export { type BinaryCrossentropyOptions, binaryCrossentropy } from './losses/binary-crossentropy';
export {
  type CategoricalCrossentropyOptions,
  categoricalCrossentropy,
} from './losses/categorical-crossentropy';
export type { LogitActivation, Loss, LossFromLogits } from './losses/loss';
export {
  klDivergence,
  meanAbsoluteError,
  meanAbsolutePercentageError,
  meanSquaredError,
  meanSquaredLogarithmicError,
  poisson,
} from './losses/regression-losses';
export { resolveLoss } from './losses/resolve-loss';
export { sparseCategoricalCrossentropy } from './losses/sparse-categorical-crossentropy';
export { accuracy } from './metrics/accuracy';
export { type AucOptions, auc } from './metrics/auc';
export { type BinaryAccuracyOptions, binaryAccuracy } from './metrics/binary-accuracy';
export {
  type BootstrapOptions,
  bootstrapInterval,
  type ConfidenceInterval,
} from './metrics/bootstrap-interval';
export {
  type CalibrationBin,
  type CalibrationCurveOptions,
  calibrationCurve,
  type JudgedPrediction,
} from './metrics/calibration-curve';
export {
  categoricalAccuracy,
  type NamedMetricOptions,
  sparseCategoricalAccuracy,
} from './metrics/categorical-accuracy';
export {
  type Baseline,
  type ClassificationReport,
  type ClassReport,
  type ClassScores,
  classificationReport,
} from './metrics/classification-report';
export { type ClassIds, confusionMatrix } from './metrics/confusion-matrix';
export { type F1ScoreOptions, f1Score } from './metrics/f1-score';
export type { Metric, MetricBatch } from './metrics/metric';
export { type PrecisionRecallOptions, precision, recall } from './metrics/precision-recall';
export { precisionRecallCurve } from './metrics/precision-recall-curve';
export {
  brierScore,
  type CalibrationOptions,
  expectedCalibrationError,
  logLoss,
} from './metrics/probability-scores';
export { resolveMetrics } from './metrics/resolve-metrics';
export { rocCurve } from './metrics/roc-curve';
export type { ClassScoring, ThresholdCurve } from './metrics/threshold-sweep';
export {
  sparseTopKCategoricalAccuracy,
  type TopKOptions,
  topKCategoricalAccuracy,
} from './metrics/top-k-categorical-accuracy';
export { type AdadeltaOptions, adadelta } from './optimizers/adadelta';
export { type AdagradOptions, adagrad } from './optimizers/adagrad';
export { type AdamOptions, adam, adamW } from './optimizers/adam';
export { type AdamaxOptions, adamax } from './optimizers/adamax';
export { nadam } from './optimizers/nadam';
export { Optimizer, type OptimizerState } from './optimizers/optimizer';
export type { OptimizerOptions, RateFactor } from './optimizers/optimizer-options';
export { resolveOptimizer } from './optimizers/resolve-optimizer';
export { type RmspropOptions, rmsprop } from './optimizers/rmsprop';
export { type SgdOptions, sgd } from './optimizers/sgd';
export type { Slot, UpdateInput, UpdateOutput, UpdateRule } from './optimizers/update-rule';
export { type PredictOptions, predict } from './predict/predict';
export { type ProgressLinesOptions, progressLines } from './progress/progress-lines';
export { type CosineDecayOptions, cosineDecay } from './schedules/cosine-decay';
export { type CosineDecayRestartsOptions, cosineDecayRestarts } from './schedules/cosine-decay-restarts';
export { type DecayOptions, exponentialDecay } from './schedules/exponential-decay';
export { inverseTimeDecay } from './schedules/inverse-time-decay';
export type { LearningRateSchedule } from './schedules/learning-rate-schedule';
export {
  type PiecewiseConstantDecayOptions,
  piecewiseConstantDecay,
} from './schedules/piecewise-constant-decay';
export { type PolynomialDecayOptions, polynomialDecay } from './schedules/polynomial-decay';
export {
  createEvaluationStep,
  type EvaluationStep,
  type EvaluationStepOptions,
} from './step/evaluation-step';
export {
  createTrainingStep,
  type StepBatch,
  type StepResult,
  type TrainingStep,
  type TrainingStepOptions,
} from './step/training-step';
