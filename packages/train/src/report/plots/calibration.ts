import { InvalidArgumentError, parseOptions } from '@imgclf/runtime';
import * as v from 'valibot';
import type { CalibrationBin } from '../../metrics/calibration-curve';
import { colors } from '../theme';
import { heading, valueAxis } from './axes';
import { figure } from './curve-panels';
import { percent } from './percent';
import { type PlotOptions, plotOptionsEntries } from './plot-options';
import { renderChart } from './render-chart';
import { referenceLine, unitAxis } from './unit-square';

const compact = new Intl.NumberFormat('en', { notation: 'compact' });
const schema = v.object(plotOptionsEntries);

/**
 * Whether the model is as often right as it claims: accuracy over confidence above, and how often each confidence
 * occurs below. On the dashed diagonal both agree; bars below it are overconfident.
 *
 * @param bins what `calibrationCurve` returned: equally wide ranges of the confidence, in order
 * @returns an SVG document
 * @throws {InvalidArgumentError} when there is no bin
 */
export function plotCalibration(bins: readonly CalibrationBin[], options: PlotOptions = {}): string {
  const { title = 'Calibration', width = 460, height = 480 } = parseOptions(schema, options);
  if (bins.length === 0) {
    throw new InvalidArgumentError({ argument: 'bins', allowed: 'at least one bin', received: bins });
  }
  const left = 62;
  const right = 22;
  const split = Math.round(height * 0.68);
  const barWidth = Math.max(1, ((width - left - right) / bins.length) * 0.9);
  const option = {
    title: heading(title, `Expected calibration error ${percent(errorOf(bins))}`),
    grid: [
      { left, right, top: 68, bottom: height - split, outerBoundsMode: 'none' as const },
      { left, right, top: split + 26, bottom: 52, outerBoundsMode: 'none' as const },
    ],
    xAxis: [
      { ...unitAxis('', 0), gridIndex: 0, containShape: false, axisLabel: { show: false } },
      { ...unitAxis('confidence', 28), gridIndex: 1, containShape: false, splitLine: { show: false } },
    ],
    yAxis: [
      { ...unitAxis('accuracy', 40), gridIndex: 0 },
      {
        ...valueAxis,
        name: 'pictures',
        nameGap: 40,
        nameLocation: 'middle' as const,
        gridIndex: 1,
        splitNumber: 2,
        axisLabel: { ...valueAxis.axisLabel, formatter: (count: number) => compact.format(count) },
      },
    ],
    series: [
      bars(bins, { axis: 0, barWidth }, ({ accuracy }) => accuracy),
      bars(bins, { axis: 1, barWidth }, ({ count }) => count),
      referenceLine([
        [0, 0],
        [1, 1],
      ]),
    ],
  };
  return renderChart({ option, width, height, title, description: describe(bins) });
}

interface BarsPlace {
  axis: 0 | 1;
  barWidth: number;
}

function bars(
  all: readonly CalibrationBin[],
  { axis, barWidth }: BarsPlace,
  value: (bin: CalibrationBin) => number,
) {
  return {
    type: 'bar' as const,
    xAxisIndex: axis,
    yAxisIndex: axis,
    silent: true,
    emphasis: { disabled: true },
    barWidth,
    itemStyle: { color: axis === 0 ? colors.blue : colors.muted },
    data: all.map((bin, i) => [(i + 0.5) / all.length, bin.count === 0 ? '-' : value(bin)]),
  };
}

/** The mean distance of confidence and accuracy. */
function errorOf(bins: readonly CalibrationBin[]): number {
  const all = bins.reduce((sum, { count }) => sum + count, 0);
  const off = bins.reduce((sum, bin) => sum + bin.count * Math.abs(bin.confidence - bin.accuracy), 0);
  return off / Math.max(1, all);
}

function describe(bins: readonly CalibrationBin[]): string {
  const filled = bins.filter(({ count }) => count > 0);
  const pairs = filled.map((bin) => `${figure(bin.confidence)}: ${figure(bin.accuracy)} of ${bin.count}`);
  return `Accuracy by mean confidence: ${pairs.join('; ')}.`;
}
