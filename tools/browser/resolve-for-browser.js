import { fileURLToPath } from 'node:url';

const source = (name) => fileURLToPath(new URL(`src/${name}.ts`, import.meta.url));

/**
 * A Vite plugin that gives tests that were written for Node what they need in a page: the backend of this run from
 * `@imgclf/runtime/node`, and files of the repository from `node:fs`.
 */
export function resolveForBrowser() {
  return {
    name: 'resolve for browsers',
    enforce: 'pre',
    resolveId(id) {
      if (id === '@imgclf/runtime/node' || /^\.[./]*\/node\/backend$/.test(id)) return source('runtime-node');
      return id === 'node:fs' ? source('node-fs') : undefined;
    },
  };
}
