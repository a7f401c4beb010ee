// Control characters, lone surrogates and the two non-characters cannot stand in XML at all; the direction overrides
// can, and would scramble the text around a name. Tab, line feed and carriage return stay.
const unprintable =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff]|\p{Surrogate}/gu;

/** The text with U+FFFD for every character that XML forbids or that would disturb the text around it. */
export function printable(text: string): string {
  return text.replace(unprintable, '\ufffd');
}

/** Any text as one printable line without outer white space: for class and file names, which come from outside. */
export function plainText(text: string): string {
  return printable(text.replace(/\s+/g, ' ')).trim();
}

/** {@link plainText} cut to `length` characters, with an ellipsis where something is missing. */
export function shortText(text: string, length: number): string {
  const characters = [...plainText(text)];
  if (characters.length <= length) return characters.join('');
  const kept = characters.slice(0, length - 1).join('');
  return `${kept.trimEnd()}…`;
}
