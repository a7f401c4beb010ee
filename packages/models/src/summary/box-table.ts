/** What {@link boxTable} draws. */
export interface BoxTableOptions {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  /** Columns, counted from 0, whose text stands at the right. */
  alignRight?: readonly number[];
}

/** Draws a table with box characters, heavy around the head, as Keras prints its summaries. */
export function boxTable({ head, rows, alignRight = [] }: BoxTableOptions): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const rule = (fill: string, [left, middle, right]: [string, string, string]) =>
    left + widths.map((width) => fill.repeat(width + 2)).join(middle) + right;
  const line = (cells: readonly string[], bar: string) =>
    bar + widths.map((width, i) => ` ${pad(cells[i] ?? '', width, alignRight.includes(i))} `).join(bar) + bar;
  return [
    rule('━', ['┏', '┳', '┓']),
    line(head, '┃'),
    rule('━', ['┡', '╇', '┩']),
    rows.map((row) => line(row, '│')).join(`\n${rule('─', ['├', '┼', '┤'])}\n`),
    rule('─', ['└', '┴', '┘']),
  ].join('\n');
}

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width);
}
