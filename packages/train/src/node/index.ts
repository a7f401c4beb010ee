export { BackupAndRestore, type BackupAndRestoreOptions } from './callbacks/backup-and-restore';
export { type ClassifierCheckpointOptions, classifierCheckpoint } from './callbacks/classifier-checkpoint';
export { CSVLogger, type CSVLoggerOptions } from './callbacks/csv-logger';
export { TensorBoard, type TensorBoardOptions } from './callbacks/tensor-board';
export { type CachedFeatures, type CachedFeaturesOptions, cachedFeatures } from './features/cached-features';
export { type ProgressBarOptions, progressBar } from './progress/progress-bar';
export { type SvgToPngOptions, svgToPng } from './svg-to-png';
export { type WriteReportOptions, writeReport } from './write-report';
