import { Markup, type MarkupValue, markup } from '../markup/markup';

/** A part of the report under a heading that it is known by. */
export function section(id: string, title: string, ...content: MarkupValue[]): Markup {
  return markup`<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${title}</h2>
${content}
</section>
`;
}

/** A plot with a line on how to read it. A `wide` one keeps its size and scrolls, by keyboard too. */
export function plotFigure(svg: string, caption: string, { wide = false } = {}): Markup {
  const box = wide
    ? markup`<div class="scroll wide" tabindex="0" role="region" aria-label="${caption}">${new Markup(svg)}</div>`
    : new Markup(svg);
  return markup`<figure class="plot">${box}<figcaption>${caption}</figcaption></figure>\n`;
}

/** A long or wide thing that scrolls in its own box, by keyboard too. */
export function scrollBox(label: string, content: MarkupValue): Markup {
  return markup`<div class="scroll tall" tabindex="0" role="region" aria-label="${label}">${content}</div>\n`;
}

/** A name that may be broken after the signs that join its words. */
export function breakable(name: string): Markup {
  return markup`<bdi>${name.split(/(?<=[_./\\-])/).map((part) => markup`${part}<wbr/>`)}</bdi>`;
}

/** A cell of a {@link table}: text at the left, a number at the right, or a fraction with a bar behind it. */
export type Cell = string | number | { fraction: number; text: string };

/** What {@link table} draws. */
export interface TableOptions {
  caption: string;
  head: readonly string[];
  rows: readonly (readonly Cell[])[];
}

/** A table whose first column names the rows. */
export function table({ caption, head, rows }: TableOptions): Markup {
  const numeric = (column: number) => rows.length > 0 && typeof rows[0]?.[column] !== 'string';
  const heads = head.map(
    (name, i) =>
      markup`<th scope="col"${numeric(i) ? new Markup(' class="number"') : undefined}>${name}</th>`,
  );
  const body = rows.map(
    ([name = '', ...cells]) =>
      markup`<tr><th scope="row">${breakable(typeof name === 'object' ? name.text : String(name))}</th>${cells.map(tableCell)}</tr>\n`,
  );
  return markup`<table><caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody></table>
`;
}

function tableCell(cell: Cell): Markup {
  if (typeof cell === 'string') return markup`<td>${breakable(cell)}</td>`;
  if (typeof cell === 'number') return markup`<td class="number">${cell.toLocaleString('en')}</td>`;
  const width = `${Math.round(1000 * cell.fraction) / 10}%`;
  return markup`<td class="number bar" style="--part:${width}">${cell.text}</td>`;
}
