import type { DuplicateGroup, ImageInspection, Spread } from './image-inspection';

/** At most this many files or groups of one kind are listed. */
const listed = 10;

/**
 * An inspection as lines of text for a terminal. File names are quoted as JSON.
 *
 * @example
 * console.log(inspectionText(await inspectImages('photos')));
 */
export function inspectionText(inspection: ImageInspection): string {
  const { images, width, height, bytes, formats, colorModes, aspectRatios, unreadable } = inspection;
  return [
    `${plural(images, 'image')}, ${unreadable.length} unreadable`,
    ...classLines(inspection),
    `width          ${spread(width)} pixels`,
    `height         ${spread(height)} pixels`,
    `file size      ${spread(bytes)} bytes`,
    `aspect ratios  ${aspectRatios
      .filter(({ count }) => count > 0)
      .map(({ from, to, count }) => `${to === null ? `${from} and up` : `${from} to ${to}`}: ${count}`)
      .join(', ')}`,
    `formats        ${frequencies(formats)}`,
    `colours        ${frequencies(colorModes)}`,
    ...groupLines('the same bytes', inspection.exactDuplicates),
    ...groupLines('the same look', inspection.nearDuplicates),
    ...unreadable.slice(0, listed).map(({ message }) => `unreadable: ${message}`),
    ...more(unreadable.length, 'unreadable file'),
  ].join('\n');
}

function classLines({ classes: { names, counts, imbalance, baseline } }: ImageInspection): string[] {
  if (baseline === null) return [];
  const ratio = imbalance === null ? 'some class is empty' : `largest to smallest ${imbalance.toFixed(2)}`;
  const percent = (100 * baseline.accuracy).toFixed(1);
  return [
    `${plural(names.length, 'class', 'classes')}, ${ratio}; always ${JSON.stringify(baseline.label)} is right for ${percent} %`,
    ...Object.entries(counts).map(
      ([part, list]) =>
        `  ${part}: ${names.map((name, i) => `${JSON.stringify(name)} ${list[i] ?? 0}`).join(', ')}`,
    ),
  ];
}

/** Groups that do harm come first. */
function groupLines(what: string, groups: readonly DuplicateGroup[]): string[] {
  if (groups.length === 0) return [];
  const harm = (group: DuplicateGroup) => Number(group.acrossClasses) + Number(group.acrossParts);
  const count = (key: 'acrossClasses' | 'acrossParts') => groups.filter((group) => group[key]).length;
  const across = `${count('acrossClasses')} across classes, ${count('acrossParts')} across parts`;
  return [
    `${plural(groups.length, 'group')} of files with ${what}: ${across}`,
    ...groups
      .toSorted((a, b) => harm(b) - harm(a))
      .slice(0, listed)
      .map(describeGroup),
    ...more(groups.length, 'group'),
  ];
}

function describeGroup({ files, acrossClasses, acrossParts }: DuplicateGroup): string {
  const flags = [acrossClasses ? 'across classes' : '', acrossParts ? 'across parts' : ''].filter(Boolean);
  const names = files.slice(0, 4).map(({ file }) => JSON.stringify(file));
  const rest = files.length > 4 ? ` and ${files.length - 4} more` : '';
  return `  ${names.join(' = ')}${rest}${flags.length > 0 ? ` (${flags.join(', ')})` : ''}`;
}

function more(count: number, what: string): string[] {
  return count > listed ? [`  and ${plural(count - listed, `more ${what}`)}`] : [];
}

function spread({ min, median, max }: Spread): string {
  return `${min} to ${max}, median ${median}`;
}

function frequencies(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}

function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
