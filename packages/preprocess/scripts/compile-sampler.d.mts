/** The text of the module that holds the compiled programs. */
export function samplerModule(): Promise<string>;
