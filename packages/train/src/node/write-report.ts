import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { fileError, nodePlatform, writeFileAtomic } from '@imgclf/runtime/node';
import { htmlReport } from '../report/html/html-report';
import type { ReportOptions } from '../report/html/report-options';
import { reportPictures } from '../report/report-pictures';
import { svgToPng } from './svg-to-png';

/** What {@link writeReport} shows; pictures are encoded by `nodePlatform` unless another platform is given. */
export type WriteReportOptions = Omit<ReportOptions, 'platform'> & Partial<Pick<ReportOptions, 'platform'>>;

/**
 * Writes a training run as files: `report.html` (see `htmlReport`), every picture as SVG and as PNG (see
 * `reportPictures` for their names), and `history.json`. Each file is written whole or not at all, over an older one.
 *
 * @param folder where to write; made where it does not exist
 * @returns the files' paths, `report.html` first
 * @throws {InvalidArgumentError} when the parts of the report do not fit each other; nothing is written then
 * @throws {FileUnreadableError} when the system refuses
 * @example
 * await writeReport('runs/first', { title: 'Digits', history, evaluation, examples });
 */
export async function writeReport(folder: string, options: WriteReportOptions): Promise<string[]> {
  const report = { platform: nodePlatform, ...options };
  const contents: [name: string, content: string | Uint8Array][] = [
    ['report.html', await htmlReport(report)],
  ];
  for (const [name, svg] of Object.entries(await reportPictures(report))) {
    contents.push([`${name}.svg`, svg], [`${name}.png`, svgToPng(svg)]);
  }
  if (options.history !== undefined)
    contents.push(['history.json', `${JSON.stringify(options.history, null, 2)}\n`]);
  await mkdir(folder, { recursive: true }).catch((error: unknown) => {
    throw fileError(folder, error);
  });
  const files = contents.map(([name]) => path.join(folder, name));
  for (const [i, [, content]] of contents.entries()) await writeFileAtomic(files[i] as string, content);
  return files;
}
