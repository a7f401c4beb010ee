export { type CalibrationBin, type CalibrationPlotOptions, plotCalibration } from './plots/calibration';
export { type CompareRunsOptions, compareRuns } from './plots/compare-runs';
export { type ConfusionMatrixPlotOptions, mostConfused, plotConfusionMatrix } from './plots/confusion-matrix';
export { plotLabelFrequencies } from './plots/label-frequencies';
export { type ClassScores, plotPerClass } from './plots/per-class';
export type { PlotOptions } from './plots/plot-options';
export { plotSoftmax, type SoftmaxOptions } from './plots/softmax';
export { plotPrecisionRecall, plotRoc, type ThresholdCurve } from './plots/threshold-curves';
export { plotTrainingCurves, type TrainingCurvesOptions } from './plots/training-curves';
