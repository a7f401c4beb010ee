import { peerFigure } from './row.mjs';

/**
 * Prints rows as a table for people.
 *
 * @param {import('./row.mjs').Row[]} rows
 */
export function printTable(rows) {
  const cells = rows.map((row) => [
    row.what,
    `${row.ours} ${row.unit}`,
    row.peerName,
    peerFigure(row),
    row.ratio === null ? '-' : `${row.ratio}`,
  ]);
  const lines = [['what', 'ours', 'peer', '', 'ratio'], ...cells];
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines) {
    const padded = line.map((cell, column) => cell.padEnd(widths[column]));
    console.log(padded.join('  ').trimEnd());
  }
  const notes = rows.flatMap(({ peerName, note }) => (note === undefined ? [] : [`${peerName}: ${note}`]));
  for (const note of new Set(notes)) console.log(note);
}
