/** Where a command prints: progress on standard error, the result on standard output. */
export class Output {
  readonly json: boolean;
  readonly quiet: boolean;

  constructor({ json, quiet }: { json: boolean; quiet: boolean }) {
    this.json = json;
    this.quiet = quiet;
  }

  /** Says how things go. */
  note(text: string): void {
    if (!this.quiet) process.stderr.write(`${text}\n`);
  }

  /** Says what went wrong without ending the command. */
  warn(text: string): void {
    process.stderr.write(`${text}\n`);
  }

  /** Prints the result: the document for programs, the text for people. */
  result(document: unknown, text: string): void {
    process.stdout.write(`${this.json ? JSON.stringify(document) : text}\n`);
  }
}
