import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';

const program = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** What a run of the command came to. */
export interface Outcome {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs the built command in a folder. */
export async function imgclf(cwd: string, ...args: string[]): Promise<Outcome> {
  try {
    const output = await promisify(execFile)(process.execPath, [program, ...args], {
      cwd,
      maxBuffer: 2 ** 24,
    });
    return { status: 0, ...output };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { status: code, stdout, stderr };
  }
}

/** Starts `imgclf serve` on a free port. */
export async function startServer(
  cwd: string,
  ...args: string[]
): Promise<{ url: string; child: ChildProcess }> {
  const command = [program, 'serve', ...args, '--port', '0', '--json', '--quiet'];
  const child = spawn(process.execPath, command, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(child.stdout), 'line');
  return { url: JSON.parse(line as string).url, child };
}

/** Red and blue pictures as PNG, a folder for each, `count` of them. */
export async function paint(folder: string, count = 20): Promise<void> {
  for (const [label, red] of [
    ['red', 255],
    ['blue', 0],
  ] as const) {
    await mkdir(path.join(folder, label), { recursive: true });
    for (let i = 0; i < count; i++) {
      const background = { r: red, g: (10 * i) % 256, b: 255 - red };
      const picture = sharp({ create: { width: 30 + i, height: 30, channels: 3, background } });
      await picture.png().toFile(path.join(folder, label, `${i}.png`));
    }
  }
}
