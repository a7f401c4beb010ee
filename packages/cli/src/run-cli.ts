import { ImgclfError } from '@imgclf/runtime';
import { CommanderError } from 'commander';
import { createProgram } from './create-program';

/**
 * Runs the command that the arguments name.
 *
 * @param args without the program's own name
 * @returns the exit code: 0 when all went well, 1 when the command failed, 2 when it was called wrongly
 */
export async function runCli(args: readonly string[]): Promise<number> {
  const program = createProgram();
  try {
    await program.parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!ImgclfError.isInstance(error)) throw error;
    const { code, message } = error;
    process.stderr.write(`${message} [${code}]\n`);
    if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
    return 1;
  }
}
