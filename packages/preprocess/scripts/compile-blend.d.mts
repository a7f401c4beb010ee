/** The text of the module that holds the compiled program. */
export function blendModule(): Promise<string>;
