import type { EChartsOption } from 'echarts';
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent, VisualMapComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { markup } from '../markup/markup';
import { colors, fontFamily, seriesColors } from '../theme';
import { withoutMarks } from './chart-text';

use([
  BarChart,
  GridComponent,
  HeatmapChart,
  LegendComponent,
  LineChart,
  SVGRenderer,
  TitleComponent,
  VisualMapComponent,
]);

/** What {@link renderChart} draws. */
export interface Chart {
  option: EChartsOption;
  width: number;
  height: number;
  /** What the picture is called; read out by screen readers. */
  title: string;
  /** What it shows, in a sentence or two with its main figures; read out after the title. */
  description: string;
}

/**
 * Draws a chart as one SVG document, without a DOM, in Node and in browsers alike. The same chart gives the same text,
 * so that reports can be compared.
 */
export function renderChart(chart: Chart): string {
  const { width, height } = chart;
  const instance = init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    instance.setOption({
      animation: false,
      backgroundColor: colors.surface,
      color: [...seriesColors],
      textStyle: { fontFamily, fontSize: 13, color: colors.ink },
      ...chart.option,
    });
    return tidy(withoutMarks(instance.renderToSVGString()), chart);
  } finally {
    instance.dispose();
  }
}

const ownIds = /( id="|="url\(#)zr\d+-/g;

/**
 * ECharts numbers its elements by how many charts were drawn before, and adds attributes for hovering. Both go. Text
 * and attribute values are escaped in its output, so none of the patterns can match inside them.
 */
function tidy(svg: string, { title, description }: Chart): string {
  const plain = svg
    .replace(/<style[^>]*>[\s\S]*?<\/style>/g, '')
    .replace(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, '')
    .replace(
      /="rgb\((\d+),(\d+),(\d+)\)"/g,
      (_, ...parts) => `="#${parts.slice(0, 3).map(hexByte).join('')}"`,
    );
  const id = `c${hash(plain.replace(ownIds, '$1'))}-`;
  const own = plain.replace(ownIds, `$1${id}`);
  const label = markup` role="img" aria-labelledby="${id}t ${id}d">
<title id="${id}t">${title}</title>
<desc id="${id}d">${description}</desc>`;
  const start = own.indexOf('>');
  return `${own.slice(0, start)}${label.text}${own.slice(start + 1)}`;
}

function hexByte(value: string): string {
  return Number(value).toString(16).padStart(2, '0');
}

/** FNV-1a in base 36. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return (value >>> 0).toString(36);
}
