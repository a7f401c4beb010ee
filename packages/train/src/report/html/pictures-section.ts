import { predictionCaption } from '../grids/prediction-caption';
import type { PredictedImage } from '../grids/prediction-grid';
import { thumbnail } from '../grids/thumbnail';
import { type Markup, markup } from '../markup/markup';
import { plainText } from '../markup/plain-text';
import { plotSoftmax } from '../plots/softmax';
import { breakable, plotFigure, section } from './elements';
import type { ReportOptions, ReportSample } from './report-options';

const size = 132;

/** The grid of predictions. */
export async function predictionsSection({
  examples = [],
  ...rest
}: ReportOptions): Promise<Markup | undefined> {
  if (examples.length === 0) return undefined;
  const shown = examples.slice(0, 25);
  const right = shown.filter(({ predicted, truth }) => predicted === truth).length;
  const intro = markup`<p>${right} of these ${shown.length} are right. <code>i</code> is the place in the held-out set, <code>pred</code> the prediction, <code>gt</code> the truth.</p>`;
  return section('predictions', 'Predictions', intro, await pictureList(shown, rest, false));
}

/** The wrong predictions that the model was surest of. */
export async function mistakesSection({
  mistakes = [],
  ...rest
}: ReportOptions): Promise<Markup | undefined> {
  if (mistakes.length === 0) return undefined;
  const intro = markup`<p>Where the model was surest and wrong: look here for wrong labels, and for what it has not understood.</p>`;
  return section('mistakes', 'Worst mistakes', intro, await pictureList(mistakes, rest, true));
}

type Rendering = Pick<ReportOptions, 'platform' | 'range'>;

async function pictureList(examples: readonly PredictedImage[], options: Rendering, withScore: boolean) {
  const items = await Promise.all(
    examples.map(async (example) => {
      const { href, width, height } = await drawn(example, options);
      const { right, parts } = predictionCaption(example, { withScore, length: 40 });
      const alt = `Picture ${example.index}: ${plainText(example.predicted)}, ${right ? 'right' : `in truth ${plainText(example.truth)}`}`;
      return markup`<li class="${right ? 'right' : 'wrong'}"><figure><div><img src="${href}" width="${width}" height="${height}" alt="${alt}"/></div><figcaption>${parts.map((part) => markup`<span>${breakable(part)}</span> `)}</figcaption></figure></li>\n`;
    }),
  );
  const captions = examples.map((example) =>
    predictionCaption(example, { withScore, length: 40 }).parts.join(' '),
  );
  const stacked = captions.some((text) => text.length > 20) ? ' stacked' : '';
  return markup`<ul class="pictures${stacked}">\n${items}</ul>`;
}

/** One picture beside the probability of each class. */
export async function sampleSection({ sample, ...rest }: ReportOptions): Promise<Markup | undefined> {
  if (sample === undefined) return undefined;
  const { href, width, height } = await drawn(sample, rest, 260);
  const truth = sample.truth === undefined ? '' : `: ${plainText(sample.truth)}`;
  const picture = markup`<figure class="sample"><img src="${href}" width="${width}" height="${height}" alt="The picture${truth}"/></figure>\n`;
  const plot = plotFigure(
    plotSoftmax(sample.scores, softmaxOptions(sample)),
    'How probable the model finds each class.',
  );
  return section('sample', 'One picture', markup`<div class="columns">${picture}${plot}</div>`);
}

function softmaxOptions({ truth }: ReportSample) {
  return { width: 480, ...(truth === undefined ? {} : { truth }) };
}

function drawn({ image }: { image: PredictedImage['image'] }, { platform, range }: Rendering, side = size) {
  return thumbnail(image, { platform, size: side, ...(range === undefined ? {} : { range }) });
}
