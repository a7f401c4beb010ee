import { spawn } from 'node:child_process';

/**
 * Runs a program to its end.
 *
 * @param {string[]} command the program and its arguments
 * @param {{ cwd: string, env?: Record<string, string> }} options where, and variables to add
 * @returns {Promise<string>} its standard output
 */
export async function run([program, ...args], { cwd, env = {} }) {
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr']) child[name].on('data', (chunk) => (output[name] += chunk));
  const code = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (code === 0) return output.stdout;
  throw new Error(
    `${[program, ...args].join(' ')} ended with ${code} in ${cwd}\n${output.stdout}\n${output.stderr}`,
  );
}
