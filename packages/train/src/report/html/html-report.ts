import { Markup, markup } from '../markup/markup';
import { plainText } from '../markup/plain-text';
import { shownPictures } from '../shown-pictures';
import { dataSection } from './data-section';
import { confidenceSection, evaluationSection } from './evaluation-section';
import { modelSection, usageSection } from './model-section';
import { pictureSections } from './pictures-section';
import type { ReportOptions } from './report-options';
import { reportStyle } from './report-style';
import { summarySection } from './summary-section';
import { trainingSection } from './training-section';

/**
 * A training run as one HTML page that needs nothing else: no scripts, no requests, pictures and plots inside. It fits
 * phones and wide screens, light and dark, and screen readers.
 *
 * @returns the HTML document
 * @throws {InvalidArgumentError} when the parts do not fit each other
 * @example
 * const evaluation = await evaluateClassifier(model, { data: test, classNames });
 * const page = await htmlReport({ platform: nodePlatform, title: 'Cats and dogs', history, evaluation });
 */
export async function htmlReport(options: ReportOptions): Promise<string> {
  const title = plainText(options.title ?? 'Training report');
  const sections = [
    trainingSection(options.history),
    evaluationSection(options.evaluation),
    confidenceSection(options.evaluation),
    await pictureSections(await shownPictures(options), options),
    dataSection(options.dataset),
    modelSection(options),
    usageSection(options),
  ];
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="color-scheme" content="light dark"/>
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"/>
<title>${title}</title>
<style>${new Markup(reportStyle)}</style>
</head>
<body>
<header><h1>${title}</h1></header>
<main>
${summarySection(options)}${sections}</main>
</body>
</html>
`.text;
}
