import type { InspectedFile } from './image-inspection';

/** A few files of each class, evenly from all of its files, class by class. */
export function sampleFiles(files: readonly InspectedFile[], count: number): InspectedFile[] {
  const classes = new Map<string | null, InspectedFile[]>();
  for (const file of files) {
    const members = classes.get(file.label);
    if (members === undefined) classes.set(file.label, [file]);
    else members.push(file);
  }
  return [...classes.values()].flatMap((members) => {
    const taken = Math.min(count, members.length);
    return Array.from(
      { length: taken },
      (_, i) => members[Math.floor((i * members.length) / taken)] as InspectedFile,
    );
  });
}
