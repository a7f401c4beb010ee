import { printable } from './plain-text';

/** A piece of XML or HTML: text that was escaped where it had to be, and is never escaped again. */
export class Markup {
  constructor(readonly text: string) {}

  toString(): string {
    return this.text;
  }
}

/** What {@link markup} takes between `${` and `}`. */
export type MarkupValue = string | number | Markup | undefined | readonly MarkupValue[];

/**
 * A template tag for XML and HTML that escapes every value, in text and between double quotes alike, unless it is
 * `Markup` itself. Lists are joined; `undefined` leaves nothing.
 *
 * @example
 * markup`<td>${'<b>'}</td>`.text; // <td>&lt;b&gt;</td>
 */
export function markup(strings: TemplateStringsArray, ...values: MarkupValue[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...values.map(render)));
}

function render(value: MarkupValue): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(render).join('');
  return escapeText(String(value));
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escapeText(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => entities[character] as string);
}
