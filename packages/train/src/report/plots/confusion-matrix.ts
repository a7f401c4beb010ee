import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import { plainText } from '../markup/plain-text';
import { colors, fontFamily } from '../theme';
import { categoryAxis, heading } from './axes';
import { chartText } from './chart-text';
import { labelWidth } from './horizontal-bars';
import { mostConfused } from './most-confused';
import { percent } from './percent';
import { type PlotOptions, plotOptionsEntries } from './plot-options';
import { renderChart } from './render-chart';

/** Options of {@link plotConfusionMatrix}. */
export interface ConfusionMatrixPlotOptions extends PlotOptions {
  /**
   * What stands in a cell: the number of pictures, their share of the row (of the pictures that truly are of that
   * class), or both. Above 30 classes nothing does, for want of room.
   * @default 'both' up to 10 classes, 'counts' above
   */
  values?: 'counts' | 'shares' | 'both';
}

const schema = v.object({
  ...plotOptionsEntries,
  values: v.optional(v.picklist(['counts', 'shares', 'both'], "'counts', 'shares' or 'both'")),
});

/**
 * Which classes were taken for which: rows are the true classes, columns the predicted ones. The stronger the colour,
 * the larger the share of the row; blue on the diagonal (right), orange beside it (wrong).
 *
 * @param matrix pictures by true class, then by predicted class; square
 * @param classNames the classes, in the order of the rows; 1 to 1000 of them
 * @returns an SVG document
 * @throws {InvalidArgumentError} when `matrix` is not square, or not of one row for each class
 * @example
 * plotConfusionMatrix([[95, 5], [8, 92]], ['cat', 'dog']);
 */
export function plotConfusionMatrix(
  matrix: readonly ArrayLike<number>[],
  classNames: readonly string[],
  options: ConfusionMatrixPlotOptions = {},
): string {
  const { title = 'Confusion matrix', width, height, values } = parseOptions(schema, options);
  checkSquare(matrix, classNames.length);
  const layout = layoutOf(classNames);
  const shown = values ?? (classNames.length <= 10 ? 'both' : 'counts');
  const cells = cellsOf(
    matrix,
    layout.cell < 24 ? () => '' : (count, share) => cellText(count, share, shown),
  );
  const lines = { show: true, lineStyle: { color: colors.grid } };
  const axis = { ...categoryAxis, data: layout.names, axisLine: { show: false }, splitLine: lines };
  const label = { ...axis.axisLabel, fontSize: layout.fontSize };
  const name = {
    nameLocation: 'middle',
    nameTextStyle: { color: colors.muted, fontSize: 12, fontFamily },
  } as const;
  const option = {
    title: heading(title, 'Rows: truth. Columns: prediction.\nColour: share of the row, blue where right'),
    grid: {
      show: true,
      borderColor: colors.grid,
      left: layout.left,
      right: 24,
      top: layout.top,
      bottom: layout.bottom,
      outerBoundsMode: 'none' as const,
    },
    xAxis: {
      ...axis,
      ...name,
      axisLabel: { ...label, rotate: layout.rotate },
      name: 'predicted',
      nameGap: layout.bottom - 22,
    },
    yAxis: { ...axis, ...name, axisLabel: label, inverse: true, name: 'true', nameGap: layout.left - 18 },
    visualMap: [colors.blue, colors.orange].map((color, seriesIndex) => ({
      show: false,
      seriesIndex,
      dimension: 2,
      min: 0,
      max: 1,
      inRange: { color: [color], colorAlpha: [0, 1] },
    })),
    series: [cells.filter(({ right }) => right), cells.filter(({ right }) => !right)].map(heatmap),
  };
  const size = layout.cell * classNames.length;
  return renderChart({
    option,
    width: width ?? Math.max(360, size + layout.left + 24),
    height: height ?? size + layout.top + layout.bottom,
    title,
    description: describe(matrix, classNames),
  });
}

interface Cell {
  row: number;
  column: number;
  right: boolean;
  /** How strong the colour is, 0 to 1. */
  strength: number;
  text: string;
}

/** The cells that hold pictures. */
function cellsOf(
  matrix: readonly ArrayLike<number>[],
  text: (count: number, share: number) => string,
): Cell[] {
  return matrix.flatMap((counts, row) => {
    const list = Array.from(counts);
    const total = list.reduce((a, b) => a + b, 0);
    return list.flatMap((count, column) => {
      if (count === 0) return [];
      // The square root keeps rare mistakes visible.
      const strength = Math.sqrt(count / total);
      return [{ row, column, right: row === column, strength, text: text(count, count / total) }];
    });
  });
}

function cellText(count: number, share: number, shown: 'counts' | 'shares' | 'both'): string {
  if (shown === 'counts') return String(count);
  return shown === 'shares' ? percent(share) : `{count|${count}}\n{share|${percent(share)}}`;
}

function heatmap(cells: readonly Cell[]) {
  return {
    type: 'heatmap' as const,
    silent: true,
    emphasis: { disabled: true },
    itemStyle: { borderWidth: 1, borderColor: colors.surface },
    data: cells.map(({ column, row, strength, text }) => ({
      value: [column, row, strength],
      label: { show: text !== '', color: strength > 0.75 ? colors.surface : colors.ink },
    })),
    label: {
      fontSize: 12,
      fontFamily,
      formatter: ({ dataIndex }: { dataIndex: number }) => cells[dataIndex]?.text ?? '',
      rich: {
        count: { fontSize: 12, lineHeight: 17, fontFamily },
        share: { fontSize: 10, lineHeight: 13, fontFamily },
      },
    },
  };
}

/** Sizes in pixels that let `classNames` be read on both axes. */
function layoutOf(classNames: readonly string[]) {
  const count = classNames.length;
  const cell = count <= 4 ? 84 : count <= 10 ? 52 : count <= 30 ? 34 : 13;
  const fontSize = cell < 24 ? 10 : 12;
  const names = classNames.map((name) => chartText(name, 24));
  const longest = labelWidth(names, fontSize);
  const rotate = longest > cell - 6 ? (cell < 24 ? 90 : 45) : 0;
  const depth = rotate === 0 ? 20 : Math.ceil(longest * Math.sin((rotate * Math.PI) / 180)) + 14;
  return { cell, fontSize, names, rotate, left: longest + 46, top: 88, bottom: depth + 38 };
}

function checkSquare(matrix: readonly ArrayLike<number>[], classes: number): void {
  const square = matrix.length === classes && matrix.every((row) => row.length === classes);
  if (square && classes > 0 && classes <= 1000) return;
  throw new InvalidArgumentError({
    argument: 'matrix',
    allowed: `a square matrix of one row for each of the ${classes} classes, 1 to 1000`,
    received: matrix.map((row) => row.length),
  });
}

function describe(matrix: readonly ArrayLike<number>[], classNames: readonly string[]): string {
  const total = matrix.reduce((sum, row) => sum + Array.from(row).reduce((a, b) => a + b, 0), 0);
  const right = matrix.reduce((sum, row, i) => sum + (row[i] ?? 0), 0);
  const worst = mostConfused(matrix, classNames, { count: 1 })[0];
  const mistake =
    worst === undefined
      ? ''
      : ` Most frequent mistake: ${plainText(worst.truth)} taken for ${plainText(worst.predicted)}, ${worst.count} times.`;
  return `${right} of ${total} pictures on the diagonal.${mistake}`;
}
