export type { BackendInfo, BackendName, PassedOverBackend } from '../backends/backend-info';
export { type InitBackendOptions, initBackend } from './backend';
