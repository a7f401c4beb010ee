import { colors, fontFamily } from '../theme';
import { chartText } from './chart-text';

const label = { color: colors.muted, fontSize: 12, fontFamily };

/** The parts of a value axis that all plots share: a light grid, grey figures, no line of its own. */
export const valueAxis = {
  type: 'value',
  axisLabel: { ...label, hideOverlap: true },
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { lineStyle: { color: colors.grid } },
  nameTextStyle: label,
} as const;

/** The parts of a category axis that all plots share: a line to stand on, and every category named. */
export const categoryAxis = {
  type: 'category',
  axisLabel: { ...label, color: colors.ink, interval: 0 },
  axisLine: { lineStyle: { color: colors.muted } },
  axisTick: { show: false },
} as const;

/** The heading of a plot, or of the panel whose left edge is at `left`. */
export function heading(text: string, subtext = '', left: number | string = 16) {
  return {
    text: chartText(text, 60),
    subtext,
    left,
    top: 12,
    padding: 0,
    itemGap: 6,
    textStyle: { fontSize: 15, fontWeight: 600, color: colors.ink, fontFamily },
    subtextStyle: { fontSize: 12, color: colors.muted, fontFamily, lineHeight: 16 },
  } as const;
}

/** The legend of all plots: short line or box samples, at the bottom. */
export const legend = {
  bottom: 8,
  itemWidth: 22,
  itemHeight: 10,
  itemGap: 18,
  textStyle: { fontSize: 12, color: colors.ink, fontFamily },
} as const;
