/** `npm test`: install, build and run every test; the last line says how many passed. */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { install, root, turbo } from './workspace.mjs';

install();
const results = resultFiles();
for (const file of results) rmSync(file, { force: true });
const status = turbo('test', '--concurrency=1', '--continue', ...process.argv.slice(2));
const totals = { passed: 0, failed: 0, skipped: 0 };
for (const file of results.filter((name) => existsSync(name))) {
  const result = JSON.parse(readFileSync(file, 'utf8'));
  totals.passed += result.numPassedTests;
  totals.failed += result.numFailedTests + result.numFailedTestSuites * Number(result.numFailedTests === 0);
  totals.skipped += result.numPendingTests;
}
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exitCode = status === 0 && totals.failed === 0 ? 0 : status || 1;

/** Where the vitest run of each package leaves its counts (see tools/config/vitest.js). */
function resultFiles() {
  return ['packages', 'examples', 'tools'].flatMap((group) =>
    readdirSync(path.join(root, group)).map((name) =>
      path.join(root, group, name, '.vitest', 'results.json'),
    ),
  );
}
