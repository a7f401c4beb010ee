import { colors, fontFamily } from '../theme';
import { heading, legend, valueAxis } from './axes';
import type { Point } from './history-curves';
import { renderChart } from './render-chart';

/** A line of a panel. */
export interface Curve {
  name: string;
  color: string;
  dashed?: boolean;
  points: readonly Point[];
}

/** A coordinate system with its curves. */
export interface Panel {
  name: string;
  curves: readonly Curve[];
}

/** What {@link curvePanels} draws. */
export interface CurvePanelsOptions {
  panels: readonly Panel[];
  title: string;
  width: number | undefined;
  height: number | undefined;
  /** What the horizontal axis counts; it is drawn at whole numbers. */
  xName: string;
  /** One sentence on a panel for readers who do not see it. */
  describe: (name: string, curves: readonly Curve[]) => string;
}

const left = 60;
const gap = 36;

/** Panels of curves side by side over one shared legend, as SVG. */
export function curvePanels(options: CurvePanelsOptions): string {
  const { panels, title, describe, height = 360 } = options;
  const width = options.width ?? Math.min(1440, 480 * panels.length);
  const top = title === '' ? 0 : 28;
  const panelWidth = (width - gap / 2) / panels.length;
  const xOf = (index: number) => Math.round(index * panelWidth);
  const names = panels.map((panel, i) => ({ ...heading(panel.name, '', xOf(i) + 16), top: top + 14 }));
  const option = {
    title: title === '' ? names : [heading(title), ...names],
    legend: {
      ...legend,
      data: [...new Set(panels.flatMap((panel) => panel.curves.map(({ name }) => name)))],
    },
    grid: panels.map((_, i) => ({
      left: xOf(i) + left,
      width: panelWidth - left - gap / 2,
      top: top + 52,
      bottom: 76,
      outerBoundsMode: 'none' as const,
    })),
    xAxis: panels.map((panel, gridIndex) => ({ ...epochAxis(panel, options.xName), gridIndex })),
    yAxis: panels.map((_, gridIndex) => ({ ...valueAxis, scale: true, max: upperEnd, gridIndex })),
    series: panels.flatMap((panel, index) => panel.curves.map((curve) => lineSeries(curve, index))),
  };
  const description = panels.map((panel) => describe(panel.name, panel.curves)).join(' ');
  const label = title === '' ? panels.map(({ name }) => name).join(', ') : title;
  return renderChart({ option, width, height, title: label, description });
}

/** An axis of fractions does not go beyond 1; other axes end where ECharts likes it. */
function upperEnd({ max }: { max: number }): number | null {
  return max > 0.75 && max <= 1 ? 1 : null;
}

function epochAxis({ curves }: Panel, name: string) {
  const epochs = curves.flatMap(({ points }) => points.map(([x]) => x));
  const first = Math.min(...epochs);
  const last = Math.max(...epochs);
  const customValues = ticks(first, last);
  return {
    ...valueAxis,
    splitLine: { show: false },
    axisLine: { show: true, lineStyle: { color: colors.muted } },
    axisTick: { show: true, customValues, lineStyle: { color: colors.muted } },
    axisLabel: { ...valueAxis.axisLabel, customValues },
    min: first === last ? first - 1 : first,
    max: first === last ? first + 1 : last,
    name,
    nameLocation: 'middle' as const,
    nameGap: 28,
  };
}

/** `first` and the round numbers after it, about a dozen in all. */
function ticks(first: number, last: number): number[] {
  const span = last - first;
  const stride = [1, 5, 10, 20, 50, 100, 200, 500].find((step) => span / step <= 12) ?? Math.ceil(span / 12);
  const round = Array.from({ length: Math.floor(last / stride) }, (_, i) => (i + 1) * stride);
  return [first, ...round.filter((x) => x > first + stride / 4)];
}

function lineSeries({ name, color, dashed = false, points }: Curve, index: number) {
  return {
    type: 'line' as const,
    name,
    data: points.map(([x, y]) => [x, Number.isFinite(y) ? y : '-']),
    xAxisIndex: index,
    yAxisIndex: index,
    color,
    showSymbol: points.length <= 30,
    symbol: 'circle',
    symbolSize: 6,
    clip: false,
    silent: true,
    emphasis: { disabled: true },
    itemStyle: { color },
    lineStyle: { color, width: 2.25, type: dashed ? ([7, 5] as [number, number]) : ('solid' as const) },
    textStyle: { fontFamily },
  };
}

const figures = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 });

/** A number in at most four figures, for text. */
export function figure(value: number | undefined): string {
  return value === undefined ? 'none' : figures.format(value);
}
