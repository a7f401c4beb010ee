import { type Markup, markup } from '../markup/markup';
import { colors, fontFamily } from '../theme';
import type { Thumbnail } from './thumbnail';

/** One place of a grid. */
export interface GridCell {
  thumbnail: Thumbnail;
  /** The lines below the picture. */
  caption: readonly string[];
  /** The colour of caption and frame; ink and no frame by default. */
  color?: string;
}

/** How {@link drawGrid} lays the cells out. */
export interface GridLayout {
  columns: number;
  /** The side of the square that a picture fits into, in pixels. */
  size: number;
  title: string;
  /** What there is to see, for readers who do not. */
  description: string;
}

const gap = 16;
const lineHeight = 16;
const margin = 16;

/** Pictures in rows with captions, as one SVG document that holds them. A row is as high as its highest picture. */
export function drawGrid(
  cells: readonly GridCell[],
  { columns, size, title, description }: GridLayout,
): string {
  const lines = Math.max(0, ...cells.map(({ caption }) => caption.length));
  const captionHeight = lines === 0 ? 0 : 8 + lines * lineHeight;
  const width = Math.max(2 * margin + Math.min(columns, cells.length) * (size + gap) - gap, 220);
  const drawn: Markup[] = [];
  let y = title === '' ? margin : 48;
  for (let start = 0; start < cells.length; start += columns) {
    const row = cells.slice(start, start + columns);
    const rowHeight = Math.max(...row.map(({ thumbnail }) => thumbnail.height));
    for (const [i, cell] of row.entries()) {
      const x = margin + i * (size + gap);
      drawn.push(markup`<g transform="translate(${x} ${y})">${drawCell(cell, size, rowHeight)}</g>\n`);
    }
    y += rowHeight + captionHeight + gap;
  }
  const height = y - gap + margin;
  const heading = markup`<text x="${margin}" y="28" font-size="15" font-weight="600" fill="${colors.ink}">${title}</text>\n`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" font-family="${fontFamily}">
<title>${title === '' ? 'Pictures' : title}</title>
<desc>${description}</desc>
<rect width="${width}" height="${height}" fill="${colors.surface}"/>
${title === '' ? undefined : heading}${drawn}</svg>`.text;
}

function drawCell({ thumbnail, caption, color }: GridCell, size: number, rowHeight: number): Markup {
  const { href, width, height } = thumbnail;
  const x = (size - width) / 2;
  const y = (rowHeight - height) / 2;
  const frame = markup`<rect x="${x - 1}" y="${y - 1}" width="${width + 2}" height="${height + 2}" fill="none" stroke="${color ?? ''}" stroke-width="2"/>`;
  const lines = caption.map(
    (line, i) =>
      markup`<text x="${size / 2}" y="${rowHeight + 18 + i * lineHeight}" font-size="12" text-anchor="middle" fill="${color ?? colors.ink}">${line}</text>`,
  );
  return markup`<image x="${x}" y="${y}" width="${width}" height="${height}" href="${href}"/>${color === undefined ? undefined : frame}${lines}`;
}
