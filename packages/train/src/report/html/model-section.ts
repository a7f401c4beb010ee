import { type Markup, markup } from '../markup/markup';
import { section, table } from './elements';
import type { ReportOptions } from './report-options';

/** The network's layers and the settings it was trained with. */
export function modelSection({ settings, modelSummary }: ReportOptions): Markup | undefined {
  const rows = Object.entries(settings ?? {}).map(([name, value]) => [name, String(value)]);
  const list = table({ caption: 'Settings', head: ['setting', 'value'], rows });
  const layers = markup`<pre class="scroll" tabindex="0" aria-label="Layers">${modelSummary ?? ''}</pre>\n`;
  if (rows.length === 0 && modelSummary === undefined) return undefined;
  return section(
    'model',
    'Model and settings',
    modelSummary === undefined ? undefined : layers,
    rows.length === 0 ? undefined : list,
  );
}

/** The lines of code that load the saved model. */
export function usageSection({ modelFolder }: ReportOptions): Markup | undefined {
  if (modelFolder === undefined) return undefined;
  const code = `import { loadClassifier } from '@imgclf/models/node';
import { initBackend } from '@imgclf/runtime/node';

await initBackend();
const classifier = await loadClassifier(${JSON.stringify(modelFolder)});
console.log(await classifier.classify('picture.jpg', { top: 3 }));
`;
  const intro = markup`<p>The saved model holds its classes and its preprocessing, so it takes a picture as it is:</p>`;
  return section(
    'usage',
    'Use it',
    intro,
    markup`<pre class="scroll" tabindex="0" aria-label="Code"><code>${code}</code></pre>`,
  );
}
