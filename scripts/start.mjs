/** `npm start [-- <folder>] [options]`: install, build, then run the main job of examples/quick-start. */
import path from 'node:path';
import { install, root, run, turbo } from './workspace.mjs';

install();
const built = turbo('build', '--filter=@imgclf/quick-start', '--output-logs=errors-only');
if (built !== 0) process.exit(built);
const app = path.join(root, 'examples', 'quick-start', 'dist', 'main.js');
process.exitCode = run(
  [process.execPath, app, ...process.argv.slice(2)],
  process.env.INIT_CWD ?? process.cwd(),
);
