import type { ImageFile } from '@imgclf/data/browser';
import { computed, signal } from '@preact/signals';
import type { BadFile, LabelledFile } from '../protocol';
import { ask } from './engine';
import { notify } from './notices';

/** A class with its pictures. */
export interface PictureClass {
  readonly name: string;
  readonly pictures: readonly ImageFile[];
}

export const classes = signal<readonly PictureClass[]>([]);
/** Files that cannot be used, and why. */
export const badFiles = signal<readonly BadFile[]>([]);
/** How far looking through new files is. */
export const checking = signal<{ done: number; total: number } | undefined>(undefined);

export const pictureCount = computed(() =>
  classes.value.reduce((sum, { pictures }) => sum + pictures.length, 0),
);
/** Why training cannot start yet; undefined when it can. */
export const missing = computed(() => {
  const ready = classes.value.filter(({ pictures }) => pictures.length >= 2);
  if (ready.length >= 2) return undefined;
  return 'Add at least two classes with two pictures or more in each; twenty or more learn better.';
});

const portion = 1000;

/**
 * Looks through files and adds those that can be used.
 *
 * @param classOf names the class of a path
 */
export async function addFiles(
  files: readonly ImageFile[],
  classOf: (path: string) => string,
): Promise<void> {
  if (files.length === 0) return notify('There is no file in what you chose. Choose a folder of pictures.');
  checking.value = { done: 0, total: files.length };
  try {
    for (let start = 0; start < files.length; start += portion) {
      const some = files.slice(start, start + portion);
      const bad = await ask((api) => api.check(some));
      addChecked(some, bad, classOf);
      checking.value = { done: start + some.length, total: files.length };
    }
  } finally {
    checking.value = undefined;
  }
}

function addChecked(
  files: readonly ImageFile[],
  bad: readonly BadFile[],
  classOf: (path: string) => string,
): void {
  const paths = new Set(bad.map(({ path }) => path));
  const byName = new Map(
    classes.value.map(({ name, pictures }) => [name, new Map(pictures.map((each) => [each.path, each]))]),
  );
  for (const file of files) {
    if (paths.has(file.path)) continue;
    const name = classOf(file.path) || 'pictures';
    const pictures = byName.get(name) ?? new Map<string, ImageFile>();
    byName.set(name, pictures.set(file.path, file));
  }
  classes.value = [...byName].map(([name, pictures]) => ({ name, pictures: [...pictures.values()] }));
  markBad(bad);
}

/** Lists files as unusable and takes them out of their classes. */
export function markBad(bad: readonly BadFile[]): void {
  if (bad.length === 0) return;
  const all = new Map([...badFiles.value, ...bad].map((each) => [each.path, each]));
  badFiles.value = [...all.values()];
  classes.value = classes.value.map(({ name, pictures }) => ({
    name,
    pictures: pictures.filter(({ path }) => !all.has(path) && !all.has(`${name}/${path}`)),
  }));
}

/** Adds an empty class. */
export function addClass(name: string): void {
  if (name === '') return;
  if (classes.value.some((each) => each.name === name)) notify(`There is a class ${name} already.`);
  else classes.value = [...classes.value, { name, pictures: [] }];
}

/** Gives a class another name; its pictures join those of a class that has it. */
export function renameClass(name: string, next: string): void {
  if (next === '' || next === name) return;
  const merged = new Map<string, readonly ImageFile[]>();
  for (const each of classes.value) {
    const key = each.name === name ? next : each.name;
    merged.set(key, [...(merged.get(key) ?? []), ...each.pictures]);
  }
  classes.value = [...merged].map(([key, pictures]) => ({ name: key, pictures }));
}

/** Removes a class with its pictures. */
export function removeClass(name: string): void {
  classes.value = classes.value.filter((each) => each.name !== name);
}

/** Removes one picture. */
export function removePicture(name: string, path: string): void {
  classes.value = classes.value.map((each) =>
    each.name === name
      ? { ...each, pictures: each.pictures.filter((picture) => picture.path !== path) }
      : each,
  );
}

/** The pictures as a run takes them: classes with pictures, by name. */
export function labelledFiles(): { classNames: string[]; files: LabelledFile[] } {
  const used = classes.value.filter(({ pictures }) => pictures.length > 0);
  const classNames = used.map(({ name }) => name).sort();
  const files = used.flatMap(({ name, pictures }) =>
    pictures.map(({ path, file }) => ({ path: `${name}/${path}`, file, label: name })),
  );
  return { classNames, files };
}

/** The file of a picture by the path that a run knows it by. */
export function fileOf(runPath: string): Blob | undefined {
  for (const { name, pictures } of classes.value) {
    const found = pictures.find(({ path }) => `${name}/${path}` === runPath);
    if (found !== undefined) return found.file;
  }
  return undefined;
}

/** Puts the pictures of a run that is to go on back on the page. */
export function showRunFiles(files: readonly LabelledFile[]): void {
  const byName = new Map<string, ImageFile[]>();
  for (const { label, path, file } of files) {
    const pictures = byName.get(label) ?? [];
    pictures.push({ path: path.slice(label.length + 1), file });
    byName.set(label, pictures);
  }
  classes.value = [...byName].map(([name, pictures]) => ({ name, pictures }));
}
