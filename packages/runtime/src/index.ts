export { AbortedError } from './errors/aborted-error';
export { BackendUnavailableError } from './errors/backend-unavailable-error';
export { DatasetEmptyError } from './errors/dataset-empty-error';
export { FileNotFoundError } from './errors/file-not-found-error';
export { FileUnreadableError } from './errors/file-unreadable-error';
export { ImageTooLargeError } from './errors/image-too-large-error';
export { ImageUnreadableError } from './errors/image-unreadable-error';
export { ImgclfError, type ImgclfErrorCode, type ImgclfErrorOptions } from './errors/imgclf-error';
export { InvalidArgumentError, type InvalidArgumentErrorOptions } from './errors/invalid-argument-error';
export { InvalidFileError } from './errors/invalid-file-error';
export { StorageFullError } from './errors/storage-full-error';
export { TrainingDivergedError } from './errors/training-diverged-error';
export { checkEncodedImage } from './platform/check-encoded-image';
export { checkPixelImage } from './platform/check-pixel-image';
export type { DownloadProgress } from './platform/download-progress';
export type { Box, Channels, Classification, PixelImage } from './platform/pixel-image';
export type {
  ColorMode,
  DctMethod,
  DecodeImageOptions,
  Platform,
  ReadBytesOptions,
} from './platform/platform';
export type { ImageFormat, ImageHeader } from './platform/read-image-header';
export { Mt19937, type Mt19937State } from './random/mt19937';
export { describeValue } from './validation/describe-value';
export { parseOptions } from './validation/parse-options';
export { signalSchema } from './validation/signal-schema';
export { throwIfAborted } from './validation/throw-if-aborted';
