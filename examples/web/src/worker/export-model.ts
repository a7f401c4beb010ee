import { toKerasH5, toOnnx } from '@imgclf/models';
import { saveClassifier } from '@imgclf/models/browser';
import type { ExportFormat } from '../protocol';
import { currentModel } from './current-model';

/** Writes the model for other programs. */
export async function exportModel(format: ExportFormat): Promise<Blob> {
  const classifier = currentModel();
  if (format === 'tfjs') return saveClassifier(classifier);
  const bytes = format === 'h5' ? await toKerasH5(classifier.model) : toOnnx(classifier.model);
  return new Blob([bytes as Uint8Array<ArrayBuffer>], { type: 'application/octet-stream' });
}
