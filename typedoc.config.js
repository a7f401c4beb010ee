import { entriesOf } from './tools/docs/entries.js';

/** @type {import('typedoc').TypeDocOptions} */
export default {
  name: 'imgclf',
  entryPoints: entriesOf()
    .filter(({ name }) => !/internal$|-worker$/.test(name)) // between packages of ours
    .map(({ source }) => source),
  tsconfig: 'tools/docs/tsconfig.json',
  skipErrorChecking: true, // `npm run typecheck` does that
  plugin: ['./tools/docs/plugin.js'],
  readme: 'README.md',
  projectDocuments: [
    'docs/guides/first-classifier.md',
    'docs/guides/from-keras.md',
    'docs/guides/augmentation.md',
    'docs/guides/transfer-learning.md',
    'docs/guides/browser.md',
    'docs/guides/deployment.md',
    'docs/guides/troubleshooting.md',
    'packages/*/README.md',
    'docs/results.md',
    'docs/speed.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
  ],
  sort: ['source-order'],
  sortEntryPoints: false,
  groupOrder: ['Guides', 'Packages', 'Project', 'Modules', '*'],
  navigation: { includeGroups: true },
  highlightLanguages: ['typescript', 'javascript', 'json', 'html', 'shell', 'python', 'tsx'],
  customCss: 'tools/docs/site.css',
  out: 'docs/site',
  disableGit: true, // the links are the same in a copy without a history
  gitRevision: 'main',
  sourceLinkTemplate: 'https://github.com/imgclf/imgclf/blob/{gitRevision}/packages/{path}#L{line}',
  excludePrivate: true,
  excludeInternal: true,
  excludeExternals: true,
  githubPages: true,
  validation: {
    notExported: true,
    invalidLink: true,
    invalidPath: true,
    notDocumented: true,
    rewrittenLink: true,
  },
  packagesRequiringDocumentation: ['runtime', 'preprocess', 'data', 'models', 'train', 'detect'].map(
    (name) => `@imgclf/${name}`,
  ),
  requiredToBeDocumented: ['Class', 'Interface', 'Function', 'TypeAlias', 'Variable', 'Enum'],
  treatWarningsAsErrors: true,
};
