export type { BackendInfo, BackendName, PassedOverBackend } from '../backends/backend-info';
export type { BackendReport, BackendStatus } from '../backends/backend-report';
export { describeBackends, type InitBrowserBackendOptions, initBackend } from './backend';
export { type FetchFileOptions, fetchFile } from './download/fetch-file';
export { browserPlatform } from './platform/browser-platform';
export { webcamFrames } from './platform/webcam-frames';
