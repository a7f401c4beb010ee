/** `npm start [-- <folder>] [options]`: install, build, then run the main job of examples/quick-start. */
import path from 'node:path';
import { install, root, run, turbo } from './workspace.mjs';

install();
turbo('build', '--filter=@imgclf/quick-start', '--output-logs=errors-only', '--log-order=grouped');
process.chdir(process.env.INIT_CWD ?? process.cwd());
run(process.execPath, path.join(root, 'examples', 'quick-start', 'dist', 'main.js'), ...process.argv.slice(2));
