import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Converter, ReflectionKind, TypeScript } from 'typedoc';
import { entriesOf } from './entries.js';

const root = fileURLToPath(new URL('../..', import.meta.url));
const repository = 'https://github.com/imgclf/imgclf/tree/main';

/**
 * Makes a site of what is written for GitHub and npm: names modules as they are imported and documents by their first
 * heading, and sends links to where the site has what they name, else to the repository. Links to nothing stay as they are,
 * for TypeDoc to complain of.
 */
export function load(app) {
  const names = new Map(entriesOf().map(({ name, source }) => [source, name]));
  app.converter.on(Converter.EVENT_CREATE_DECLARATION, (context, reflection) => {
    if (!reflection.kindOf(ReflectionKind.Module)) return;
    const file = context.getSymbolFromReflection(reflection)?.declarations?.[0]?.getSourceFile().fileName;
    reflection.name = names.get(path.normalize(file ?? '')) ?? reflection.name;
  });
  app.converter.on(Converter.EVENT_CREATE_SIGNATURE, (_, signature, declaration) =>
    nameErrors(signature, declaration),
  );
  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_, document) => {
    const file = fileOf(document);
    document.name = headingOf(document.content)?.[1] ?? document.name;
    document.frontmatter.group = groupOf(file);
    if (path.basename(file) === 'README.md')
      document.project.files.registerReflectionPath(path.dirname(file), document);
  });
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    for (const home of ['README.md', 'docs/guides/README.md'])
      project.files.registerReflectionPath(path.join(root, home), project);
    const [first] = project.readme ?? [];
    if (first !== undefined) first.text = first.text.replace(/^# .+\n/, ''); // the page has the name already
    for (const parts of [project.readme ?? [], ...(project.documents ?? []).map(({ content }) => content)])
      for (const part of parts) linkToRepository(part, project);
  });
}

/** Puts the types of `@throws {Type}` back, which TypeDoc leaves out. */
function nameErrors(signature, declaration) {
  const described = signature.comment?.blockTags.filter(({ tag }) => tag === '@throws') ?? [];
  if (described.length === 0 || declaration === undefined) return;
  const tags = TypeScript.getJSDocTags(declaration).filter(TypeScript.isJSDocThrowsTag);
  for (const [index, { content }] of described.entries()) {
    const type = tags[index]?.typeExpression?.type.getText();
    if (type !== undefined)
      content.unshift({ kind: 'code', text: `\`${type}\`` }, { kind: 'text', text: ' ' });
  }
}

function fileOf(document) {
  return document.project.files.getReflectionPath(document);
}

function headingOf([part]) {
  return /^# (.+)\n/.exec(part?.text ?? '');
}

function groupOf(file) {
  if (file.includes('/guides/')) return 'Guides';
  return file.includes('/packages/') ? 'Packages' : 'Project';
}

/** Turns a link to a file that is there, but not on the site, into one to the repository. */
function linkToRepository(part, project) {
  if (part.kind !== 'relative-link' || part.target === undefined) return;
  const file = project.files.resolve(part.target, project);
  if (typeof file !== 'string' || !existsSync(file)) return;
  project.files.registerReflectionPath(file, project);
  part.kind = 'text';
  part.text = `${repository}/${path.relative(root, file)}`;
}
