import type { ClassificationReport } from '../../metrics/classification-report';
import { type Markup, markup } from '../markup/markup';
import { plainText } from '../markup/plain-text';
import { percent } from '../plots/percent';
import type { ReportOptions } from './report-options';

interface Tile {
  name: string;
  value: string;
  note: string;
}

/** The main figures, large, above everything else. */
export function summarySection(options: ReportOptions): Markup {
  const { evaluation } = options;
  const tiles = [
    accuracyTile(evaluation),
    baselineTile(evaluation),
    picturesTile(options),
    timeTile(options),
    backendTile(options),
  ].filter((tile) => tile !== undefined);
  const list = tiles.map(
    ({ name, value, note }) =>
      markup`<div><dt>${name}</dt><dd><strong>${value}</strong><span>${note}</span></dd></div>\n`,
  );
  return markup`<dl class="tiles">\n${list}</dl>\n`;
}

function accuracyTile(scores: ClassificationReport | undefined): Tile | undefined {
  if (scores === undefined) return undefined;
  const { accuracy, count } = scores;
  const right = Math.round(accuracy * count);
  return {
    name: 'Accuracy',
    value: percent(accuracy),
    note: `${right.toLocaleString('en')} of ${count.toLocaleString('en')} held-out pictures`,
  };
}

function baselineTile(scores: ClassificationReport | undefined): Tile | undefined {
  if (scores === undefined) return undefined;
  const { label, accuracy } = scores.baseline;
  return { name: 'Baseline', value: percent(accuracy), note: `always answering “${plainText(label)}”` };
}

function picturesTile({ dataset, evaluation }: ReportOptions): Tile | undefined {
  const classNames = dataset?.classNames ?? evaluation?.classNames;
  if (classNames === undefined) return undefined;
  const parts = Object.entries(dataset?.counts ?? {}).map(
    ([name, counts]) =>
      `${Array.from(counts)
        .reduce((a, b) => a + b, 0)
        .toLocaleString('en')} ${plainText(name)}`,
  );
  return { name: 'Classes', value: String(classNames.length), note: parts.join(', ') };
}

function timeTile({ trainingSeconds, history }: ReportOptions): Tile | undefined {
  if (trainingSeconds === undefined) return undefined;
  const epochs = history?.epoch.length;
  return {
    name: 'Training time',
    value: duration(trainingSeconds),
    note: epochs === undefined ? '' : `${epochs} epoch${epochs === 1 ? '' : 's'}`,
  };
}

function backendTile({ backend }: ReportOptions): Tile | undefined {
  if (backend === undefined) return undefined;
  const threads =
    backend.threads === undefined ? '' : `${backend.threads} thread${backend.threads === 1 ? '' : 's'}`;
  const note = [backend.device, threads].filter((text) => text !== undefined && text !== '').join(', ');
  return { name: 'Backend', value: backend.name, note };
}

/** Seconds as people say them: `8.4 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 60) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = Math.floor(Math.round(seconds) / 60);
  if (minutes < 60) return `${minutes} min ${Math.round(seconds) % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
