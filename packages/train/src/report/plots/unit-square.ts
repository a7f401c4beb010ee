import { colors } from '../theme';
import { heading, legend, valueAxis } from './axes';
import type { Curve } from './curve-panels';
import type { Point } from './history-curves';
import { renderChart } from './render-chart';

/** What {@link unitSquare} draws. */
export interface UnitSquareOptions {
  title: string;
  subtitle: string;
  description: string;
  width: number | undefined;
  height: number | undefined;
  xName: string;
  yName: string;
  curves: readonly Curve[];
  /** A thin line to compare with. */
  reference?: readonly Point[];
}

const maxPoints = 400;

/** Curves over the square from 0 to 1 in both directions, as SVG. */
export function unitSquare(options: UnitSquareOptions): string {
  const { title, subtitle, description, curves, reference, width = 460 } = options;
  const legendHeight = 20 * Math.ceil(curves.length / 2) + 12;
  const height = options.height ?? width + legendHeight;
  const option = {
    title: heading(title, subtitle),
    legend: { ...legend, data: curves.map(({ name }) => name) },
    grid: { left: 62, right: 22, top: 68, bottom: 58 + legendHeight, outerBoundsMode: 'none' as const },
    xAxis: { ...unitAxis(options.xName, 28), axisLine: { show: true, lineStyle: { color: colors.muted } } },
    yAxis: unitAxis(options.yName, 40),
    series: [...(reference === undefined ? [] : [referenceLine(reference)]), ...curves.map(squareLine)],
  };
  return renderChart({ option, width, height, title, description });
}

/** An axis from 0 to 1 with its name along the middle, `nameGap` pixels away. */
export function unitAxis(name: string, nameGap: number) {
  return { ...valueAxis, min: 0, max: 1, interval: 0.2, name, nameGap, nameLocation: 'middle' as const };
}

/** A thin dashed grey line, left out of the legend. */
export function referenceLine(points: readonly Point[]) {
  return {
    type: 'line' as const,
    data: points.map((point) => [...point]),
    silent: true,
    symbol: 'none',
    lineStyle: { color: colors.muted, width: 1, type: [4, 4] as [number, number] },
  };
}

function squareLine({ name, color, dashed = false, points }: Curve) {
  return {
    type: 'line' as const,
    name,
    color,
    data: thin(points).map((point) => [...point]),
    silent: true,
    emphasis: { disabled: true },
    symbol: 'none',
    lineStyle: { color, width: 2, type: dashed ? ([7, 5] as [number, number]) : ('solid' as const) },
  };
}

/** Every n-th point and the last one: more than a few hundred cannot be told apart. */
function thin(points: readonly Point[]): Point[] {
  const stride = Math.ceil(points.length / maxPoints);
  return points.filter((_, i) => i % stride === 0 || i === points.length - 1);
}
