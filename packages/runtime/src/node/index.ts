export type { BackendInfo, BackendName, PassedOverBackend } from '../backends/backend-info';
export type { BackendReport, BackendStatus } from '../backends/backend-report';
export type { InitBackendOptions } from '../backends/init-backend-options';
export type { DownloadProgress } from '../platform/download-progress';
export { describeBackends, initBackend } from './backend';
export { cacheFolder } from './cache-folder';
export {
  type DownloadFileOptions,
  downloadFile,
  hashFile,
} from './download/download-file';
export { fileError } from './platform/file-error';
export { describeJpegDecoder, type JpegDecoderInfo } from './platform/load-jpeg-turbo';
export { nodePlatform } from './platform/node-platform';
export { writeFileAtomic } from './platform/write-file-atomic';
