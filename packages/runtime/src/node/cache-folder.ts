import os from 'node:os';
import path from 'node:path';

/** Where downloaded files are kept: the folder that `IMGCLF_HOME` names, else `.imgclf` in the user's home folder. */
export function cacheFolder(): string {
  return process.env.IMGCLF_HOME ?? path.join(os.homedir(), '.imgclf');
}
