import { groupNearHashes } from './group-near-hashes';
import type { DuplicateGroup, InspectedFile } from './image-inspection';

/** A file with what tells it from others. */
export interface Fingerprinted {
  readonly file: InspectedFile;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
  /** What it looks like; left out where it was not decoded. */
  readonly hash?: bigint;
}

/** Files with the same bytes. */
export function exactDuplicates(files: readonly Fingerprinted[]): DuplicateGroup[] {
  return [...byContents(files).values()].filter(({ length }) => length > 1).map(toGroup);
}

/** Files that look the same, at least two of them with different bytes. */
export function nearDuplicates(files: readonly Fingerprinted[], maxDistance: number): DuplicateGroup[] {
  const contents = [...byContents(files).values()];
  const hashes = contents.flatMap(([first]) => first?.hash ?? []);
  if (hashes.length < contents.length) return [];
  return groupNearHashes(hashes, maxDistance).map((group) =>
    toGroup(group.flatMap((position) => contents[position] ?? [])),
  );
}

function byContents(files: readonly Fingerprinted[]): Map<string, Fingerprinted[]> {
  const groups = new Map<string, Fingerprinted[]>();
  for (const file of files) {
    const group = groups.get(file.sha256);
    if (group === undefined) groups.set(file.sha256, [file]);
    else group.push(file);
  }
  return groups;
}

function toGroup(members: readonly Fingerprinted[]): DuplicateGroup {
  const files = members.map(({ file }) => file);
  return {
    files,
    acrossClasses: new Set(files.map(({ label }) => label)).size > 1,
    acrossParts: new Set(files.map(({ part }) => part)).size > 1,
  };
}
