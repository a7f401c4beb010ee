export { type ProgressBarOptions, progressBar } from './progress/progress-bar';
