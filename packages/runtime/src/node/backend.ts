import { BackendChooser } from '../backends/backend-chooser';
import type { BackendInfo } from '../backends/backend-info';
import type { BackendReport } from '../backends/backend-report';
import type { InitBackendOptions } from '../backends/init-backend-options';
import { cpuStarter } from './backend-cpu';
import { wasmStarter } from './backend-wasm';

const chooser = new BackendChooser([wasmStarter, cpuStarter]);

export async function initBackend(options: InitBackendOptions = {}): Promise<BackendInfo> {
  return chooser.init(options);
}
export async function describeBackends(options: InitBackendOptions = {}): Promise<BackendReport> {
  return chooser.describe(options);
}
