import { compileKernels } from './compile-kernels.mjs';

/** The module that holds the compiled kernels; declared in `src/wasm/kernels-binary.d.ts`. */
const NAME = 'imgclf:kernels-binary';

async function moduleText() {
  const { single, threaded } = await compileKernels();
  return `export const single = '${single}';\nexport const threaded = '${threaded}';\n`;
}

/** For tsup: compiles the kernels and puts them into the bundle. */
export const esbuildKernels = {
  name: 'kernels',
  setup(build) {
    build.onResolve({ filter: new RegExp(`^${NAME}$`) }, () => ({ path: NAME, namespace: 'kernels' }));
    build.onLoad({ filter: /.*/, namespace: 'kernels' }, async () => ({ contents: await moduleText() }));
  },
};

/** For vitest: the same for tests that run from source. */
export const viteKernels = {
  name: 'kernels',
  resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
  load: (id) => (id === `\0${NAME}` ? moduleText() : undefined),
};
