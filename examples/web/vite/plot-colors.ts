import { darkPlots } from '@imgclf/train/report';
import type { Plugin } from 'vite';

const id = 'virtual:plot-colors.css';

/** The style sheet `virtual:plot-colors.css`: dark colours for plots on a dark page, without what draws them. */
export function plotColors(): Plugin {
  return {
    name: 'plot colours',
    resolveId: (source) => (source === id ? id : undefined),
    load: (loaded) =>
      loaded === id ? `@media (prefers-color-scheme: dark) {\n${darkPlots('.plot')}\n}` : undefined,
  };
}
