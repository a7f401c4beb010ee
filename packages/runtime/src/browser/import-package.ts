import type { BackendName } from '../backends/backend-info';
import { BackendUnavailableError } from '../errors/backend-unavailable-error';

/** Loads an optional package. Bundlers that lack it leave a call that fails here. */
export async function importPackage<Module>(
  backend: BackendName,
  load: () => Promise<Module>,
): Promise<Module> {
  try {
    return await load();
  } catch (cause) {
    const message = `the package @tensorflow/tfjs-backend-${backend} is not installed.`;
    throw new BackendUnavailableError({ backend, message, cause });
  }
}
