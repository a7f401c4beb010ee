import { predictionCaption } from '../grids/prediction-caption';
import type { PredictedImage } from '../grids/prediction-grid';
import { thumbnail } from '../grids/thumbnail';
import { type Markup, markup } from '../markup/markup';
import { plainText } from '../markup/plain-text';
import { plotSoftmax } from '../plots/softmax';
import { classifications, type Sample, type ShownPictures } from '../shown-pictures';
import { breakable, plotFigure, section } from './elements';
import type { ReportOptions } from './report-options';

/** The sections with pictures: the grid of predictions, one picture in detail, and the worst mistakes. */
export async function pictureSections(
  pictures: ShownPictures | undefined,
  options: ReportOptions,
): Promise<Markup[]> {
  if (pictures === undefined) return [];
  const { examples, mistakes, classNames } = pictures;
  const lists = { classNames, options };
  const right = examples.filter(({ predicted, label }) => predicted === label).length;
  const sections: Markup[] = [];
  const [first] = examples;
  if (first !== undefined) {
    const intro = markup`<p>${right} of these ${examples.length} are right. <code>i</code> is the place in the held-out set, <code>pred</code> the prediction, <code>gt</code> the truth.</p>`;
    sections.push(section('predictions', 'Predictions', intro, await pictureList(examples, lists)));
    sections.push(await sampleSection(first, lists));
  }
  if (mistakes.length > 0) {
    const intro = markup`<p>Where the model was surest and wrong: look here for wrong labels, and for what it has not understood.</p>`;
    const list = await pictureList(mistakes, { ...lists, withScore: true });
    sections.push(section('mistakes', 'Worst mistakes', intro, list));
  }
  return sections;
}

interface ListOptions {
  classNames: readonly string[];
  options: ReportOptions;
  withScore?: boolean;
}

async function pictureList(examples: readonly PredictedImage[], lists: ListOptions): Promise<Markup> {
  const { classNames, options, withScore = false } = lists;
  const captions = examples.map((example) =>
    predictionCaption(example, { classNames, withScore, length: 40 }),
  );
  const items = await Promise.all(
    examples.map(async ({ image }, i) => {
      const { right = false, parts = [] } = captions[i] ?? {};
      const { href, width, height } = await drawn(image, options, 132);
      const lines = parts.map((part) => markup`<span>${breakable(part)}</span> `);
      return markup`<li class="${right ? 'right' : 'wrong'}"><figure><div><img src="${href}" width="${width}" height="${height}" alt="${parts.join(', ')}"/></div><figcaption>${lines}</figcaption></figure></li>\n`;
    }),
  );
  const stacked = captions.some(({ parts }) => parts.join(' ').length > 20) ? ' stacked' : '';
  return markup`<ul class="pictures${stacked}">\n${items}</ul>`;
}

async function sampleSection(sample: Sample, { classNames, options }: ListOptions): Promise<Markup> {
  const { href, width, height } = await drawn(sample.image, options, 260);
  const truth = classNames[sample.label] ?? '';
  const alt = `Picture ${sample.index}: ${plainText(truth)}`;
  const picture = markup`<figure class="sample"><img src="${href}" width="${width}" height="${height}" alt="${alt}"/></figure>\n`;
  const svg = plotSoftmax(classifications(sample, classNames), { truth, width: 480 });
  const plot = plotFigure(svg, `How probable the model finds each class for picture ${sample.index}.`);
  return section('sample', 'One picture', markup`<div class="columns">${picture}${plot}</div>`);
}

function drawn(image: PredictedImage['image'], { platform, range }: ReportOptions, size: number) {
  return thumbnail(image, { platform, size, ...(range === undefined ? {} : { range }) });
}
