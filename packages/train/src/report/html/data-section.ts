import { type Markup, markup } from '../markup/markup';
import { plotLabelFrequencies } from '../plots/label-frequencies';
import { plotFigure, scrollBox, section, table } from './elements';
import type { ReportDataset } from './report-options';

/** Above this many classes the plot scrolls. */
const many = 40;

/** How many pictures there are of each class, and which files could not be read. */
export function dataSection(dataset: ReportDataset | undefined): Markup | undefined {
  if (dataset === undefined) return undefined;
  const { counts, classNames, unreadable } = dataset;
  const complete = unreadable?.length === 0 ? ' Every file could be read.' : '';
  const svg = plotLabelFrequencies(counts, classNames, { width: 480 });
  const plot = plotFigure(svg, `How many pictures there are.${complete}`, { wide: classNames.length > many });
  return section('data', 'Data', markup`<div class="columns">${plot}${unreadableFiles(unreadable)}</div>`);
}

function unreadableFiles(unreadable: ReportDataset['unreadable'] = []): Markup | undefined {
  if (unreadable.length === 0) return undefined;
  const caption = `${unreadable.length} file${unreadable.length === 1 ? '' : 's'} could not be read and were left out`;
  const rows = unreadable.map(({ file, message }) => [file, message]);
  return scrollBox(caption, table({ caption, head: ['file', 'why'], rows }));
}
