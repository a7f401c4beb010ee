/** Which package may use which: the direction of ARCHITECTURE.md, which nothing may go against. */
const uses = {
  runtime: [],
  preprocess: ['runtime'],
  data: ['runtime', 'preprocess'],
  models: ['runtime', 'preprocess'],
  train: ['runtime', 'preprocess', 'data', 'models'],
  detect: ['runtime', 'preprocess', 'models'],
  cli: ['runtime', 'preprocess', 'data', 'models', 'train', 'detect'],
};

const tests = '[.]test[.]ts$|/__fixtures__/|/testing[.]ts$|/testing/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(uses).map(([name, used]) => ({
      name: `${name}-uses`,
      comment: `@imgclf/${name} uses ${used.join(', ') || 'no other package'}; see ARCHITECTURE.md.`,
      severity: 'error',
      from: { path: `^packages/${name}/src/`, pathNot: tests },
      to: {
        path: '^(packages|@imgclf)/',
        pathNot: `^(packages|@imgclf)/(${[name, ...used].join('|')})(/|$)`,
      },
    })),
    {
      name: 'entries-only',
      comment: 'A package is imported by its name, never by a path into its sources.',
      severity: 'error',
      from: { path: '^packages/([^/]+)/' },
      to: { path: '^packages/([^/]+)/(src|assembly|scripts)/', pathNot: '^packages/$1/' },
    },
    {
      name: 'packages-stand-alone',
      comment: 'Packages use neither examples nor benchmarks nor tools.',
      severity: 'error',
      from: { path: '^packages/[^/]+/src/' },
      to: { path: '^(examples|benchmarks|tools|scripts)/' },
    },
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one thing, or lack a third. Types alone may go round.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'entries-run-anywhere',
      comment:
        'What runs anywhere, or in a browser, reaches no module of Node; that is behind "./node". The threads of the ' +
        'WebAssembly kernels ask for "worker_threads" only where there is one.',
      severity: 'error',
      from: {
        path: '^packages/(?!cli/)[^/]+/src/(index|browser|layers|resize|report|wasm)([.]ts|/index[.]ts)$',
      },
      to: { path: '^(node:|fs$|path$|os$|url$|crypto$|stream$)', reachable: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'types', 'default'],
    },
    cache: false,
  },
};
