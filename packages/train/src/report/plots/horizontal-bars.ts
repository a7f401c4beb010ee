import { colors, fontFamily } from '../theme';
import { categoryAxis, heading, legend, valueAxis } from './axes';
import { chartText } from './chart-text';
import { renderChart } from './render-chart';

/** One colour of bars: a value for each category. */
export interface Bars {
  name: string;
  color: string;
  values: readonly number[];
  /** The colour of single bars, where it differs. */
  barColors?: readonly string[];
}

/** What {@link horizontalBars} draws. */
export interface HorizontalBarsOptions {
  categories: readonly string[];
  series: readonly Bars[];
  title: string;
  subtitle: string;
  description: string;
  width: number | undefined;
  height: number | undefined;
  /** The text at the end of a bar. */
  format: (value: number) => string;
  /** The right end of the axis; by default a little more than the largest value. */
  max?: number;
}

const nameLength = 26;

/** Bars from left to right, one row for each category from top to bottom, as SVG. Long lists give a long picture. */
export function horizontalBars(options: HorizontalBarsOptions): string {
  const { categories, series, title, subtitle, description, width = 520 } = options;
  const names = categories.map((name) => chartText(name, nameLength));
  const withLegend = series.length > 1;
  const legendTop = subtitle === '' ? 40 : 60;
  const top = legendTop + (withLegend ? 28 : 6);
  const bottom = 16;
  const rowHeight = Math.max(categories.length > 40 ? 18 : 24, 13 * series.length + 8);
  const height = options.height ?? Math.max(120, top + bottom + rowHeight * categories.length);
  const option = {
    title: heading(title, subtitle),
    ...(withLegend ? { legend: { ...legend, top: legendTop, left: 12 } } : {}),
    grid: { left: labelWidth(names) + 24, right: 64, top, bottom, outerBoundsMode: 'none' as const },
    xAxis: {
      ...valueAxis,
      show: false,
      min: 0,
      ...(options.max === undefined ? {} : { max: options.max }),
    },
    yAxis: { ...categoryAxis, data: names, inverse: true },
    series: series.map((bars) => barSeries(bars, options.format, rowHeight)),
  };
  return renderChart({ option, width, height, title, description });
}

function barSeries({ name, color, values, barColors }: Bars, format: (value: number) => string, row: number) {
  return {
    type: 'bar' as const,
    name: chartText(name, 24),
    color,
    silent: true,
    emphasis: { disabled: true },
    barMaxWidth: 18,
    barGap: '15%',
    barCategoryGap: row < 20 ? '25%' : '35%',
    data: values.map((value, i) => ({ value, itemStyle: { color: barColors?.[i] ?? color } })),
    itemStyle: { borderRadius: [0, 2, 2, 0] },
    label: {
      show: true,
      position: 'right' as const,
      color: colors.ink,
      fontSize: 11,
      fontFamily,
      formatter: ({ dataIndex }: { dataIndex: number }) => format(values[dataIndex] ?? Number.NaN),
    },
  };
}

/** Pixels that the longest name takes at 12 pixels a line; wide letters (Chinese, ...) count double. */
export function labelWidth(names: readonly string[], fontSize = 12): number {
  const widths = names.map((name) =>
    [...name].reduce((sum, character) => sum + (character > '\u2e7f' ? 1 : 0.58), 0),
  );
  return Math.ceil(Math.max(1, ...widths) * fontSize);
}
