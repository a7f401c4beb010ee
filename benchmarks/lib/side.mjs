import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** A long-lived process that measures one side of a comparison: each line it is sent is a request, each line it prints an answer. */
export class Side {
  /** Why the side cannot take part, once it is known that it cannot. */
  failed;
  #child;
  #answers = [];
  #waiting;

  /**
   * @param {string} name for people
   * @param {{ command: string, args: string[], env?: Record<string, string> }} how
   */
  constructor(name, { command, args, env = {} }) {
    this.name = name;
    const stdio = ['pipe', 'pipe', process.env.IMGCLF_BENCH_VERBOSE ? 'inherit' : 'ignore'];
    this.#child = spawn(command, args, { stdio, env: { ...process.env, ...env } });
    this.#child.on('error', (error) => this.#answer({ failed: error.message }));
    this.#child.on('exit', (code) => this.#answer({ failed: `it ended with code ${code}.` }));
    createInterface({ input: this.#child.stdout }).on('line', (line) => {
      if (line.startsWith('{')) this.#answer(JSON.parse(line));
    });
  }

  /**
   * Sends a request and returns the answer; undefined once the side has failed.
   *
   * @param {object} request
   * @returns {Promise<Record<string, unknown> | undefined>}
   */
  async ask(request) {
    if (this.failed !== undefined) return undefined;
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const answer = this.#answers.shift() ?? (await new Promise((resolve) => (this.#waiting = resolve)));
    if (answer.failed !== undefined) this.failed = answer.failed;
    return this.failed === undefined ? answer : undefined;
  }

  /** Ends the process. */
  end() {
    this.#child.stdin.end();
  }

  #answer(answer) {
    if (this.#waiting === undefined) this.#answers.push(answer);
    else this.#waiting(answer);
    this.#waiting = undefined;
  }
}
