import { shortText } from '../markup/plain-text';

/** A word joiner, which nobody sees. */
const mark = '\u2060';

/**
 * A name or heading that ECharts may be given: one printable line of at most `length` characters.
 *
 * ECharts looks texts up in plain objects, where `constructor` and `__proto__` find what belongs to every object; it
 * would then change `Object.prototype` for the whole program. Such a text gets a mark, which {@link withoutMarks}
 * takes away again.
 */
export function chartText(text: string, length: number): string {
  const short = shortText(text.replaceAll(mark, ''), length);
  return short in Object.prototype ? `${short}${mark}` : short;
}

/** The finished picture without the marks of {@link chartText}. */
export function withoutMarks(svg: string): string {
  return svg.replaceAll(mark, '');
}
