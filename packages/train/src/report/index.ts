export type { GridOptions } from './grids/grid-options';
export { type CaptionedImage, imageGrid } from './grids/image-grid';
export { type PredictedImage, type PredictionGridOptions, predictionGrid } from './grids/prediction-grid';
export { htmlReport } from './html/html-report';
export type { ReportBackend, ReportDataset, ReportOptions, ReportSample } from './html/report-options';
export { type CalibrationBin, type CalibrationPlotOptions, plotCalibration } from './plots/calibration';
export { type CompareRunsOptions, compareRuns } from './plots/compare-runs';
export { type ConfusionMatrixPlotOptions, plotConfusionMatrix } from './plots/confusion-matrix';
export { plotLabelFrequencies } from './plots/label-frequencies';
export { type Confusion, type MostConfusedOptions, mostConfused } from './plots/most-confused';
export { plotPerClass } from './plots/per-class';
export type { PlotOptions } from './plots/plot-options';
export { plotSoftmax, type SoftmaxOptions } from './plots/softmax';
export { plotPrecisionRecall, plotRoc, type ThresholdCurve } from './plots/threshold-curves';
export { plotTrainingCurves, type TrainingCurvesOptions } from './plots/training-curves';
export {
  type Evaluation,
  type Prediction,
  predictionsOf,
  type WorstMistakesOptions,
  worstMistakes,
} from './predictions';
export { reportPictures } from './report-pictures';
