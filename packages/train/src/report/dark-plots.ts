import { darkColors } from './theme';

/**
 * CSS that gives the plots within elements of a selector their dark colours; put it into a page, inside
 * `@media (prefers-color-scheme: dark)` or whatever says that the page is dark. Plots themselves are drawn on white.
 *
 * @param selector a CSS selector of elements that hold the plots' SVG
 * @example
 * style.textContent = `@media (prefers-color-scheme: dark) { ${darkPlots('.plot')} }`;
 */
export function darkPlots(selector: string): string {
  return Object.entries(darkColors)
    .flatMap(([light, dark]) =>
      ['fill', 'stroke'].map((name) => `${selector} svg [${name}="${light}"]{${name}:${dark}}`),
    )
    .join('\n');
}
